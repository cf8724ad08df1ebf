import { sql, type Generated, type Kysely, type Transaction } from 'kysely';

/** An event that a row owes. Its `id` stays the same at every repetition. */
export interface OwedEvent {
  topic: string;
  id: string;
  key: string;
  data: unknown;
  /** The data as JSON, where that is at hand. */
  json?: string;
  traceparent: string;
}

/** Takes events to where they belong; resolves when they are kept there. */
export interface PublishesEvents {
  publish(events: readonly OwedEvent[]): Promise<void>;
}

/** The table, for a service's own list of tables. */
export interface OutboxTables {
  outbox: {
    position: Generated<string>;
    topic: string;
    event_id: string;
    key: string;
    traceparent: string;
    data: string;
  };
}

/** One publish carries at most so much; an event above the bytes goes alone. */
export const publishLimits = { maxEvents: 500, maxBytes: 4 * 1024 * 1024 };

/** The rows that one publish carries. */
export interface OldestRows {
  events: (OwedEvent & { position: string })[];
  /** Whether there are more of them. */
  hasMore: boolean;
}

/** Creates the outbox in a service's schema; part of one of its migrations. */
export async function createOutbox(database: Kysely<never>): Promise<void> {
  await sql`
    create table outbox (
      position bigint generated always as identity primary key,
      topic text not null,
      event_id text not null,
      key text not null,
      traceparent text not null,
      data json not null
    )`.execute(database);
}

/** The oldest rows, in their order, as many as one publish carries; none after the position `upTo`, if that is told. */
export async function oldestRows(transaction: Transaction<OutboxTables>, upTo?: string): Promise<OldestRows> {
  const { maxEvents, maxBytes } = publishLimits;
  const within = upTo === undefined ? sql`` : sql`where position <= ${upTo}::bigint`;
  const { rows } = await sql<Omit<OwedEvent, 'id'> & { position: string; event_id: string; candidates: number }>`
    select position, topic, event_id, key, traceparent, data, candidates::int
    from (
      select *, count(*) over () as candidates,
        sum(octet_length(data::text)) over (order by position rows between unbounded preceding and 1 preceding) as before
      from (select * from outbox ${within} order by position limit ${maxEvents}) oldest
    ) bounded
    where coalesce(before, 0) < ${maxBytes}
    order by position`.execute(transaction);
  const candidates = rows[0]?.candidates ?? 0;
  return {
    events: rows.map(({ position, topic, event_id: id, key, traceparent, data }) => {
      return { position, topic, id, key, traceparent, data };
    }),
    hasMore: rows.length < candidates || candidates === maxEvents,
  };
}

/** Removes what was published. */
export async function removeRows(database: Kysely<OutboxTables>, positions: readonly string[]): Promise<void> {
  await sql`delete from outbox where position = any(${positions}::bigint[])`.execute(database);
}

/**
 * Runs `publish` in a transaction as the only publisher of this schema's outbox.
 * A publisher that hangs loses its lock with its connection, and another instance goes on.
 */
export async function asOnlyPublisher<Result>(
  database: Kysely<OutboxTables>,
  publish: (transaction: Transaction<OutboxTables>) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async (transaction) => {
    await sql`set local idle_in_transaction_session_timeout = '20s'`.execute(transaction);
    await sql`select pg_advisory_xact_lock(hashtext('outbox'), hashtext(current_schema()))`.execute(transaction);
    return publish(transaction);
  });
}
