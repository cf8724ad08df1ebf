import type { Category } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type RawBuilder } from 'kysely';
import type { Delivery, DeliveryOrder, Excluded } from './delivery.js';
import { begunOf, foundOf, standingOf, type FoundRow, type LedgerRow } from './ledger-rows.js';
import {
  beginning,
  cancelled,
  isCancelled,
  leaseEnd,
  recording,
  recordingSent,
  type Claim,
  type Wanted,
} from './ledger-statements.js';
import type { Begun, Settled, Standing } from './settle.js';
import type { Tables } from './tables.js';

/** A delivery that has nothing to say. */
export interface Exclusion {
  delivery: Delivery;
  excluded: Excluded;
}

/** A row that was taken over, and what its next attempt needs where the row has it. */
export interface Taken {
  begun: Begun;
  order: DeliveryOrder | null;
}

/** A row that ended just now without another attempt. */
export interface GivenUp {
  standing: Standing;
  order: DeliveryOrder | null;
}

const whatNobodyKnows = {
  reason: 'InterruptedWhileSending',
  detail: 'The process that was sending it stopped, and nobody knows whether the message went out.',
};

const isLeaseEnded = sql<boolean>`lease_until <= clock_timestamp()`;
const ageMs = sql<number>`(extract(epoch from clock_timestamp() - begun_at) * 1000)::float8`;

/** SQL of the ledger: one statement for each transition. Times of leases are the database's. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * Begins those that were never begun, unless they are cancelled and end, and records how attempts ended that are still this owner's, in one statement; to
   * do so twice changes nothing more.
   * @param orders what the next attempts need of those that are deferred for the first time, by delivery id
   * @returns the ids of those that were begun, which only the caller may send, and of those that were recorded.
   */
  async turn(
    wanted: readonly Wanted[],
    settled: readonly Settled[],
    orders: ReadonlyMap<string, DeliveryOrder>,
    claim: Claim,
    database: Kysely<Tables> = this.database,
  ): Promise<Set<string>> {
    const sent = settled.filter(({ result }) => result.state === 'sent');
    const others = settled.filter(({ result }) => result.state !== 'sent');
    const parts = [
      ...(wanted.length > 0
        ? [{ name: sql`begun`, part: beginning(wanted, claim), which: sql`where state = 'sending'` }]
        : []),
      ...(sent.length > 0 ? [{ name: sql`sent`, part: recordingSent(sent, claim.owner), which: sql`` }] : []),
      ...(others.length > 0 ? [{ name: sql`others`, part: recording(others, orders, claim.owner), which: sql`` }] : []),
    ];
    if (parts.length === 0) return new Set();
    const { rows } = await sql<{ delivery_id: string }>`
      with ${sql.join(parts.map(({ name, part }) => sql`${name} as (${part})`))}
      ${sql.join(
        parts.map(({ name, which }) => sql`select delivery_id from ${name} ${which}`),
        sql` union all `,
      )}`.execute(database);
    return new Set(rows.map((row) => row.delivery_id));
  }

  /** Ends those that were never begun without an attempt: nobody sends them, and a repeat finds why. */
  async exclude(exclusions: readonly Exclusion[], category: Category): Promise<void> {
    if (exclusions.length === 0) return;
    await sql`
      insert into deliveries (
        delivery_id, execution_id, sandbox, ordinal, category, state, attempt, reason, detail, begun_at, ended_at
      )
      select delivery_id, execution_id, sandbox, ordinal, ${category}, 'excluded', 0, reason, detail,
        clock_timestamp(), clock_timestamp()
      from unnest(
        ${exclusions.map(({ delivery }) => delivery.deliveryId)}::uuid[],
        ${exclusions.map(({ delivery }) => delivery.executionId)}::text[],
        ${exclusions.map(({ delivery }) => delivery.sandbox)}::text[],
        ${exclusions.map(({ delivery }) => delivery.ordinal)}::int[],
        ${exclusions.map(({ excluded }) => excluded.reason)}::text[],
        ${exclusions.map(({ excluded }) => excluded.detail.replaceAll('\0', ''))}::text[]
      ) new (delivery_id, execution_id, sandbox, ordinal, reason, detail)
      order by delivery_id
      on conflict (delivery_id) do nothing`.execute(this.database);
  }

  /** What the ledger says of these, as far as they were begun. */
  async find(deliveryIds: readonly string[], owner: string): Promise<FoundRow[]> {
    if (deliveryIds.length === 0) return [];
    return this.select(sql`delivery_id = any(${deliveryIds}::uuid[])`, owner);
  }

  /** Deferred deliveries that are due, and those whose sending was left; the oldest first. */
  async due(category: Category, most: number, owner: string): Promise<FoundRow[]> {
    const isDue = sql`due_at <= clock_timestamp() and category = ${category}`;
    return this.select(sql`${isDue} order by due_at limit ${most}`, owner);
  }

  /** Goes on with what this owner has begun and not sent. */
  async resume(deliveryIds: readonly string[], claim: Claim): Promise<Taken[]> {
    const which = sql`state = 'sending' and owner = ${claim.owner}::uuid and not ${isCancelled}`;
    return takenOf(await this.take(deliveryIds, which, claimed(claim)));
  }

  /** Begins the next attempt of what was left by an owner whose lease has ended. */
  async resend(deliveryIds: readonly string[], claim: Claim): Promise<Taken[]> {
    const which = sql`state = 'sending' and ${isLeaseEnded} and not ${isCancelled}`;
    const next = sql`attempt = attempt + 1, interrupted = interrupted || attempt`;
    return takenOf(await this.take(deliveryIds, which, sql`${claimed(claim)}, ${next}`));
  }

  /** Begins the next attempt of what was deferred and is due. */
  async attemptDeferred(deliveryIds: readonly string[], claim: Claim): Promise<Taken[]> {
    const which = sql`state = 'deferred' and due_at <= clock_timestamp() and not ${isCancelled}`;
    // One that was put off before it was begun is as old as its first attempt.
    const age = sql`begun_at = case when attempt = 0 then clock_timestamp() else begun_at end`;
    const next = sql`${age}, state = 'sending', attempt = attempt + 1, due_at = ${leaseEnd(claim.leaseMs)}`;
    const lease = sql`owner = ${claim.owner}::uuid, lease_until = ${leaseEnd(claim.leaseMs)}`;
    return takenOf(await this.take(deliveryIds, which, sql`${lease}, ${next}`));
  }

  /** Leaves what is due and cannot be sent yet for later: for a quarter of the time that it has waited, 1 s to 30 s. */
  async postpone(deliveryIds: readonly string[]): Promise<void> {
    const wait = sql`least(interval '30 s', greatest(interval '1 s', (clock_timestamp() - ended_at) / 4))`;
    await this.take(deliveryIds, sql`due_at <= clock_timestamp()`, sql`due_at = clock_timestamp() + ${wait}`);
  }

  /** Ends as *unknown* what was left by an owner whose lease has ended. */
  async giveUp(
    deliveryIds: readonly string[],
    { owner }: Claim,
    database: Kysely<Tables> = this.database,
  ): Promise<GivenUp[]> {
    const { reason, detail } = whatNobodyKnows;
    const end = sql`state = 'unknown', reason = ${reason}, detail = ${detail}, ended_at = clock_timestamp(),
      owner = ${owner}::uuid, due_at = null`;
    const rows = await this.take(deliveryIds, sql`state = 'sending' and ${isLeaseEnded}`, end, database);
    return rows.map((row) => ({ standing: standingOf(row), order: row.request }));
  }

  /** Ends as *excluded* what of cancelled executions is deferred, or was begun by this owner and not sent. */
  async excludeCancelled(
    deliveryIds: readonly string[],
    { owner }: Claim,
    database: Kysely<Tables> = this.database,
  ): Promise<GivenUp[]> {
    const { reason, detail } = cancelled;
    const which = sql`(state = 'deferred' or state = 'sending' and owner = ${owner}::uuid) and ${isCancelled}`;
    const end = sql`state = 'excluded', reason = ${reason}, detail = ${detail}, ended_at = clock_timestamp(), due_at = null`;
    const rows = await this.take(deliveryIds, which, end, database);
    return rows.map((row) => ({ standing: standingOf(row), order: row.request }));
  }

  /** Prolongs what this owner is sending. @returns the ids of those that are still its own. */
  async renew(deliveryIds: readonly string[], claim: Claim): Promise<string[]> {
    const which = sql`state = 'sending' and owner = ${claim.owner}::uuid`;
    return (await this.take(deliveryIds, which, claimed(claim))).map((row) => row.delivery_id);
  }

  /**
   * Has the rows of deliveries whose provider takes its time keep what another attempt needs, for the worker to find
   * them if their owner is gone. @returns the ids of those that are still this owner's.
   */
  async keepRequests(orders: ReadonlyMap<string, DeliveryOrder>, owner: string): Promise<Set<string>> {
    const { rows } = await sql<{ delivery_id: string }>`
      update deliveries set request = kept.request::json, due_at = lease_until
      from unnest(
        ${[...orders.keys()]}::uuid[],
        ${[...orders.values()].map((order) => JSON.stringify(order))}::text[]
      ) kept (delivery_id, request)
      where deliveries.delivery_id = kept.delivery_id and state = 'sending' and owner = ${owner}::uuid
      returning deliveries.delivery_id`.execute(this.database);
    return new Set(rows.map((row) => row.delivery_id));
  }

  private async select(which: RawBuilder<unknown>, owner: string): Promise<FoundRow[]> {
    const { rows } = await sql<LedgerRow & { is_lease_ended: boolean | null; is_cancelled: boolean }>`
      select *, ${ageMs} as age_ms, ${isLeaseEnded} as is_lease_ended, ${isCancelled} as is_cancelled
      from deliveries where ${which}`.execute(this.database);
    return rows.map((row) => foundOf(row, owner));
  }

  /** Changes those of the rows that are `which`, and that nobody else is changing: whoever was first has them. */
  private async take(
    deliveryIds: readonly string[],
    which: RawBuilder<unknown>,
    change: RawBuilder<unknown>,
    database: Kysely<Tables> = this.database,
  ): Promise<LedgerRow[]> {
    if (deliveryIds.length === 0) return [];
    const { rows } = await sql<LedgerRow>`
      with free as materialized (
        select delivery_id from deliveries
        where delivery_id = any(${deliveryIds}::uuid[]) and ${which}
        for update skip locked
      )
      update deliveries set ${change}
      where delivery_id in (select delivery_id from free)
      returning *, ${ageMs} as age_ms`.execute(database);
    return rows;
  }
}

function claimed({ owner, leaseMs }: Claim): RawBuilder<unknown> {
  return sql`owner = ${owner}::uuid, lease_until = ${leaseEnd(leaseMs)},
    due_at = case when due_at is not null then ${leaseEnd(leaseMs)} end`;
}

function takenOf(rows: readonly LedgerRow[]): Taken[] {
  return rows.map((row) => ({ begun: begunOf(row), order: row.request }));
}
