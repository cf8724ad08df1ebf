import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Delivery, FailureReason, Result } from './delivery.js';
import type { Tables } from './tables.js';

/** A delivery that has ended: what is reported of it. */
export interface Ended {
  deliveryId: string;
  attempt: number;
  result: Result;
  at: Date;
}

/** SQL of the ledger. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * Begins deliveries: those that were never begun, and those that a crash left *sending*. One that has ended is not
   * begun again.
   * @returns the attempt's number of each that may be sent now, by delivery id.
   */
  async begin(deliveries: readonly Delivery[], now: Date): Promise<Map<string, number>> {
    const { rows } = await sql<{ delivery_id: string; attempt: number }>`
      insert into deliveries (delivery_id, execution_id, sandbox, ordinal, state, attempt, begun_at)
      select delivery_id, execution_id, sandbox, ordinal, 'sending', 1, ${now}
      from unnest(
        ${deliveries.map(({ deliveryId }) => deliveryId)}::uuid[],
        ${deliveries.map(({ executionId }) => executionId)}::text[],
        ${deliveries.map(({ sandbox }) => sandbox)}::text[],
        ${deliveries.map(({ ordinal }) => ordinal)}::int[]
      ) new (delivery_id, execution_id, sandbox, ordinal)
      order by delivery_id
      on conflict (delivery_id) do update
      set attempt = deliveries.attempt + 1, begun_at = excluded.begun_at
      where deliveries.state = 'sending'
      returning delivery_id, attempt`.execute(this.database);
    return new Map(rows.map((row) => [row.delivery_id, row.attempt]));
  }

  /** Records how deliveries ended. */
  async end(ended: readonly Ended[]): Promise<void> {
    await sql`
      update deliveries
      set state = ended.state, reason = ended.reason, detail = ended.detail, ended_at = ended.at
      from unnest(
        ${ended.map(({ deliveryId }) => deliveryId)}::uuid[],
        ${ended.map(({ result }) => result.state)}::text[],
        ${ended.map(({ result }) => ('reason' in result ? result.reason : null))}::text[],
        ${ended.map(({ result }) => ('detail' in result ? result.detail : null))}::text[],
        ${ended.map(({ at }) => at)}::timestamptz[]
      ) ended (delivery_id, state, reason, detail, at)
      where deliveries.delivery_id = ended.delivery_id and deliveries.state = 'sending'`.execute(this.database);
  }

  /** How these deliveries ended, as far as they have. */
  async ended(deliveryIds: readonly string[]): Promise<Ended[]> {
    if (deliveryIds.length === 0) return [];
    const rows = await this.database
      .selectFrom('deliveries')
      .selectAll()
      .where('delivery_id', 'in', deliveryIds)
      .where('state', '!=', 'sending')
      .execute();
    return rows.map((row) => ({
      deliveryId: row.delivery_id,
      attempt: row.attempt,
      result:
        row.state === 'failed'
          ? { state: 'failed', reason: row.reason as FailureReason, detail: row.detail ?? '' }
          : { state: 'sent' },
      at: row.ended_at ?? row.begun_at,
    }));
  }
}
