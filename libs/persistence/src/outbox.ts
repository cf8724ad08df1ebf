import type { Logger } from '@clarion/observability';
import { sql, type Generated, type Kysely, type Transaction } from 'kysely';
import { Poller } from './poller.js';

/** An event that a row owes. Its `id` stays the same at every repetition. */
export interface OwedEvent {
  topic: string;
  id: string;
  key: string;
  data: unknown;
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
const maxEvents = 500;
const maxBytes = 4 * 1024 * 1024;
const sweepIntervalMs = 1_000;

/** The oldest rows, as many as one publish carries. `candidates` says how many there were before the bytes counted. */
const nextRows = sql<OwedEvent & { position: string; event_id: string; candidates: number }>`
  select position, topic, event_id, key, traceparent, data, candidates::int
  from (
    select *, count(*) over () as candidates,
      sum(octet_length(data::text)) over (order by position rows between unbounded preceding and 1 preceding) as before
    from (select * from outbox order by position limit ${maxEvents}) oldest
  ) bounded
  where coalesce(before, 0) < ${maxBytes}
  order by position`;

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

/**
 * Events that rows owe, kept in the same transaction as the rows, and published afterwards: at once when `publishSoon`
 * is called, and again every second until it is done. One instance at a time publishes, in the order of the rows, so
 * that events of one key keep their order. An event may be published twice (a crash before its row is removed), never
 * not at all.
 */
export class Outbox<Tables extends OutboxTables> {
  private readonly database: Kysely<OutboxTables>;
  private readonly poller = new Poller(() => this.drain(), sweepIntervalMs);

  constructor(
    database: Kysely<Tables>,
    private readonly publisher: PublishesEvents,
    private readonly logger: Logger,
  ) {
    this.database = database as unknown as Kysely<OutboxTables>;
  }

  /** Adds what the rows of this transaction owe. */
  async add(transaction: Transaction<Tables>, events: readonly OwedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map(({ id, data, ...rest }) => ({ event_id: id, data: JSON.stringify(data), ...rest }));
    await (transaction as unknown as Transaction<OutboxTables>).insertInto('outbox').values(rows).execute();
  }

  /** Publishes what is owed, in the background; a failure is logged, and the sweeper tries again. */
  publishSoon(): void {
    this.poller.wake();
  }

  start(): void {
    this.poller.start();
  }

  /** Ends the sweeper and waits for what is under way. */
  async stop(): Promise<void> {
    await this.poller.stop();
  }

  private async drain(): Promise<void> {
    try {
      while (await this.publishBatch());
    } catch (error) {
      this.logger.warn({ err: error }, 'the outbox cannot publish now, trying again');
    }
  }

  /** @returns whether more is owed. */
  private async publishBatch(): Promise<boolean> {
    return this.database.transaction().execute(async (transaction) => {
      // A publisher that hangs loses its lock with its connection, and another instance goes on.
      await sql`set local idle_in_transaction_session_timeout = '20s'`.execute(transaction);
      await sql`select pg_advisory_xact_lock(hashtext('outbox'), hashtext(current_schema()))`.execute(transaction);
      const { rows } = await nextRows.execute(transaction);
      const [first] = rows;
      if (!first) return false;
      await this.publisher.publish(rows.map(({ event_id, ...row }) => ({ ...row, id: event_id })));
      const positions = rows.map((row) => row.position);
      await sql`delete from outbox where position = any(${positions}::bigint[])`.execute(transaction);
      return rows.length < first.candidates || first.candidates === maxEvents;
    });
  }
}
