import { DependencyUnavailable, pauseMs, ServiceUnavailable } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import { sql, type Kysely, type Transaction } from 'kysely';
import { dueRows, dueRowsInLanes } from './due-rows.js';
import { Poller } from './poller.js';

/** What the rows of a table need so that workers can share them; see `addLeases`. */
export interface LeaseColumns {
  /** When the row may be claimed. A claim moves it to the lease's end; null: there is nothing (more) to do. */
  due_at: Date | null;
  /** Who has it; null while it waits. */
  lease_id: string | null;
  /** How often it was claimed in vain. */
  claims: number;
}

export interface LeasedWork<Tables, Row> {
  /** A table of the service's schema with `LeaseColumns`. */
  table: keyof Tables & string;
  /** The columns that identify a row. */
  key: readonly (keyof Row & string)[];
  /** How many rows this process works on at once. */
  concurrency: number;
  /**
   * Of the rows that have the same value in this column, `width` at most are worked on at once by this process, so that none
   * waits for those of another value. It is a text, and there is an index over it and `due_at`.
   */
  lanes?: { column: keyof Row & string; width: number };
  /** How long a row stays with a worker that is not heard of any more; 20 s unless told. */
  leaseMs?: number;
  /** Works on a row with no transaction open, and ends with `finish` or `postpone`. */
  work: (lease: Lease<Tables, Row>) => Promise<void>;
}

/** A row that is this worker's, for as long as it renews its lease. */
export interface Lease<Tables, Row> {
  readonly row: Row;
  /** Aborted when the lease was lost, or the worker stops. */
  readonly signal: AbortSignal;
  /**
   * Commits `change` and that the row has no more to do, together.
   * @throws LeaseLost when the row is another worker's by now; nothing is changed then.
   */
  finish: (change: (transaction: Transaction<Tables>) => Promise<void>) => Promise<void>;
  /** As `finish`, but the row is due again after `delayMs`. */
  postpone: (delayMs: number, change?: (transaction: Transaction<Tables>) => Promise<void>) => Promise<void>;
}

/** The row is another worker's by now. */
export class LeaseLost extends Error {
  constructor(table: string) {
    super(`The lease of a row of ${table} was lost`);
    this.name = 'LeaseLost';
  }
}

const pollIntervalMs = 1_000;

/** A row that is being worked on. */
interface Held<Row> {
  row: Row;
  controller: AbortController;
}

/** Gives a table of a service's schema the columns of `LeaseColumns`; part of one of its migrations. */
export async function addLeases(database: Kysely<never>, table: string): Promise<void> {
  await sql`
    alter table ${sql.ref(table)}
      add column due_at timestamptz,
      add column lease_id uuid,
      add column claims integer not null default 0`.execute(database);
  await sql`create index on ${sql.ref(table)} (due_at) where due_at is not null`.execute(database);
}

/**
 * Works on the due rows of a table; any number of workers may share it. A row is claimed by one worker, for 20 s by the
 * database's clock, renewed while it is worked on. Whoever finds a lease ended takes the row over. A row whose work
 * throws is due again after a growing, jittered pause (0.5 s to 30 s), and keeps no other from being worked on.
 */
export class LeaseWorker<Tables, Row extends object> {
  private readonly poller = new Poller(() => this.turn(), pollIntervalMs);
  private readonly held = new Map<string, Held<Row>>();
  private readonly running = new Set<Promise<void>>();
  private readonly leaseMs: number;
  private renewal: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly database: Kysely<Tables>,
    private readonly options: LeasedWork<Tables, Row>,
    private readonly logger: Logger,
  ) {
    this.leaseMs = options.leaseMs ?? 20_000;
  }

  start(): void {
    this.poller.start();
    this.renewal = setInterval(() => {
      this.renew().catch((error: unknown) => {
        this.logger.warn({ err: error, table: this.options.table }, 'leases could not be renewed');
      });
    }, this.leaseMs / 4);
  }

  /** Looks for due rows at once: to be called when some were added. */
  wake(): void {
    this.poller.wake();
  }

  /** Claims nothing more, asks what is worked on to end by its signal, and waits for it. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.poller.stop();
    for (const { controller } of this.held.values()) controller.abort(new Error('The worker stops'));
    await Promise.all(this.running);
    clearInterval(this.renewal);
  }

  private async turn(): Promise<void> {
    const free = this.options.concurrency - this.running.size;
    if (this.isStopped || free <= 0) return;
    try {
      const rows = await this.claim(free);
      for (const row of rows) this.begin(row);
    } catch (error) {
      this.logger.warn({ err: error, table: this.options.table }, 'due work cannot be claimed now, trying again');
    }
  }

  private async claim(count: number): Promise<(Row & LeaseColumns)[]> {
    const { table, key, lanes } = this.options;
    const wanted = { table, key, count };
    const due = lanes ? dueRowsInLanes(wanted, { ...lanes, busy: this.busyIn(lanes.column) }) : dueRows(wanted);
    const isSameRow = sql.join(
      key.map((column) => sql`waiting.${sql.ref(column)} = due.${sql.ref(column)}`),
      sql` and `,
    );
    const { rows } = await sql<Row & LeaseColumns>`
      with recursive ${due}
      update ${sql.ref(table)} as waiting
      set due_at = clock_timestamp() + ${this.leaseMs} * interval '1 ms', lease_id = gen_random_uuid(), claims = claims + 1
      from due
      where ${isSameRow}
      returning waiting.*`.execute(this.database);
    return rows;
  }

  /** How many rows of each lane are being worked on. */
  private busyIn(column: keyof Row): ReadonlyMap<string, number> {
    const busy = new Map<string, number>();
    for (const { row } of this.held.values()) {
      const lane = String(row[column]);
      busy.set(lane, (busy.get(lane) ?? 0) + 1);
    }
    return busy;
  }

  private begin(row: Row & LeaseColumns): void {
    const leaseId = row.lease_id ?? '';
    const controller = new AbortController();
    this.held.set(leaseId, { row, controller });
    const running = this.work(row, controller.signal).finally(() => {
      this.held.delete(leaseId);
      this.running.delete(running);
      // There is room for another, and there may be more than were claimed.
      if (!this.isStopped) this.poller.wake();
    });
    this.running.add(running);
  }

  private async work(row: Row & LeaseColumns, signal: AbortSignal): Promise<void> {
    const progress = { isEnded: false };
    const end = async (delayMs: number | null, change?: (transaction: Transaction<Tables>) => Promise<void>) => {
      await this.end(row, delayMs, change);
      progress.isEnded = true;
    };
    const lease: Lease<Tables, Row> = {
      row,
      signal,
      finish: (change) => end(null, change),
      postpone: (delayMs, change) => end(delayMs, change),
    };
    try {
      await this.options.work(lease);
      if (!progress.isEnded) throw new Error(`Work on ${this.options.table} must end with finish or postpone`);
    } catch (error) {
      await this.afterFailure(error, row);
    }
  }

  /** Gives the row back; `delayMs` null: it has no more to do. */
  private async end(
    row: Row & LeaseColumns,
    delayMs: number | null,
    change?: (transaction: Transaction<Tables>) => Promise<void>,
  ): Promise<void> {
    const { table, key } = this.options;
    const isRow = sql.join(
      key.map((column) => sql`${sql.ref(column)} = ${row[column]}`),
      sql` and `,
    );
    await this.database.transaction().execute(async (transaction) => {
      const { numAffectedRows } = await sql`
        update ${sql.ref(table)}
        set due_at = clock_timestamp() + ${delayMs}::float8 * interval '1 ms', lease_id = null,
          claims = case when ${delayMs}::float8 is null then 0 else claims end
        where ${isRow} and lease_id = ${row.lease_id}`.execute(transaction);
      if (numAffectedRows !== 1n) throw new LeaseLost(table);
      await change?.(transaction);
    });
  }

  private async afterFailure(error: unknown, row: Row & LeaseColumns): Promise<void> {
    const { table } = this.options;
    if (error instanceof LeaseLost) {
      this.logger.warn({ table }, 'work was given up: another worker has taken it over');
      return;
    }
    const waitMs = pauseMs(row.claims, Math.random());
    const isAwait = error instanceof DependencyUnavailable || error instanceof ServiceUnavailable;
    this.logger[isAwait ? 'warn' : 'error']({ err: error, table, waitMs }, 'work failed, and is tried again');
    try {
      await this.end(row, waitMs);
    } catch (secondError) {
      // It becomes due by the end of its lease.
      this.logger.warn({ err: secondError, table }, 'work could not be given back');
    }
  }

  private async renew(): Promise<void> {
    const leaseIds = [...this.held.keys()];
    if (leaseIds.length === 0) return;
    const { rows } = await sql<{ lease_id: string }>`
      update ${sql.ref(this.options.table)}
      set due_at = clock_timestamp() + ${this.leaseMs} * interval '1 ms'
      where due_at is not null and lease_id = any(${leaseIds}::uuid[])
      returning lease_id`.execute(this.database);
    const kept = new Set(rows.map((row) => row.lease_id));
    for (const leaseId of leaseIds) {
      if (!kept.has(leaseId)) this.held.get(leaseId)?.controller.abort(new LeaseLost(this.options.table));
    }
  }
}
