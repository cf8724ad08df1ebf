import type { Category } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryOrder } from './delivery.js';
import { HeldLeases } from './held-leases.js';
import { standingOf } from './ledger-rows.js';
import { reportsOf, type Reported } from './reports-of.js';
import type { Tables } from './tables.js';

/** A delivery that cannot be begun, and why. */
export interface Deferral {
  order: DeliveryOrder;
  detail: string;
}

/** SQL of deliveries that are put off before they were begun. */
@Injectable()
export class DeferralsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly deliveries: DeliveriesRepository,
    private readonly leases: HeldLeases,
  ) {}

  /**
   * Keeps what their attempts need, for the worker. One that is being sent is the worker's if its owner is gone; one that
   * has ended stays as it is.
   * @returns where they stand, and the ids of those that are being sent.
   */
  async defer(deferrals: readonly Deferral[], category: Category): Promise<{ reported: Reported[]; kept: string[] }> {
    if (deferrals.length === 0) return { reported: [], kept: [] };
    await this.keep(deferrals, category);
    const ids = deferrals.map(({ order }) => order.delivery.deliveryId);
    const rows = (await this.deliveries.find(ids, this.leases.claim.owner)).map(({ row }) => row);
    const sending = rows.filter(({ state }) => state === 'sending');
    const standing = rows.filter(({ state }) => state !== 'sending').map(standingOf);
    return { reported: standing.flatMap(reportsOf), kept: sending.map((row) => row.delivery_id) };
  }

  private async keep(deferrals: readonly Deferral[], category: Category): Promise<void> {
    const deliveries = deferrals.map(({ order }) => order.delivery);
    await sql`
      insert into deliveries (
        delivery_id, execution_id, sandbox, ordinal, category, state, attempt, reason, detail, request, due_at,
        begun_at, ended_at
      )
      select delivery_id, execution_id, sandbox, ordinal, ${category}, 'deferred', 0, 'ServiceUnavailable', detail,
        request::json, clock_timestamp() + interval '1 s', clock_timestamp(), clock_timestamp()
      from unnest(
        ${deliveries.map(({ deliveryId }) => deliveryId)}::uuid[],
        ${deliveries.map(({ executionId }) => executionId)}::text[],
        ${deliveries.map(({ sandbox }) => sandbox)}::text[],
        ${deliveries.map(({ ordinal }) => ordinal)}::int[],
        ${deferrals.map(({ detail }) => detail)}::text[],
        ${deferrals.map(({ order }) => JSON.stringify(order))}::text[]
      ) new (delivery_id, execution_id, sandbox, ordinal, detail, request)
      order by delivery_id
      on conflict (delivery_id) do update set request = excluded.request, due_at = deliveries.lease_until
      where deliveries.state = 'sending' and deliveries.request is null`.execute(this.database);
  }
}
