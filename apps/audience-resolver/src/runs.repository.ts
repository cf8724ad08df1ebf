import type { Campaign } from '@clarion/contracts';
import { cancelledOf, Outbox } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { cutSlices, releaseSlices } from './freeze-members.js';
import { executionOf, planRun } from './plan-run.js';
import { cancelledRun, progressedEvent, type RunOutcome } from './run-progress.js';
import type { RunRow, Tables } from './tables.js';

/** A run as an event or a question brings it. */
export type NewRun = Pick<
  RunRow,
  'execution_id' | 'sandbox' | 'campaign_id' | 'campaign_version' | 'purpose' | 'accepted_at' | 'traceparent'
>;

/** A run of which `execution.ready.v1` came. */
export type ReadyRun = NewRun & Pick<RunRow, 'snapshots' | 'context'>;

/** Another plans the run, and will be some time. */
export class RunBeingPlanned extends Error {
  constructor(executionId: string) {
    super(`The run ${executionId} is being planned`);
    this.name = 'RunBeingPlanned';
  }
}

/** SQL of the runs. Whoever makes slices due holds their run's row. */
@Injectable()
export class RunsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /** Keeps a run that is to be planned now; one that is here stays as it is. */
  async keep(run: NewRun): Promise<void> {
    await this.database
      .insertInto('runs')
      .values({ ...run, ...waiting, is_ready: false })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /**
   * Keeps that runs are ready, and makes due what is due now: planning them, or, of those that are planned, their
   * slices (the first, where they have a rate). What is known to be ready stays as it is.
   */
  async markReady(runs: readonly ReadyRun[]): Promise<void> {
    if (runs.length === 0) return;
    await this.database.transaction().execute(async (transaction) => {
      await insertReady(transaction, runs);
      const planned = await updateReady(transaction, runs);
      if (planned.length === 0) return;
      // A statement of its own: it sees the slices of whoever planned while the one before waited for the row.
      await releaseSlices(transaction, planned);
    });
  }

  async find(executionId: string): Promise<RunRow> {
    return runOf(this.database, executionId);
  }

  async isCancelled(executionId: string): Promise<boolean> {
    return (await cancelledOf(this.database, [executionId])).size > 0;
  }

  /**
   * Plans a run that waits for it, with the event that it then owes; a cancelled one ends. Of any number at once one does.
   * The run's row is held at the end only, so that its lease is renewed, and that it is ready is kept, meanwhile.
   * @returns what it came to; `undefined` when that was decided before.
   * @throws RunBeingPlanned
   */
  async plan(executionId: string, campaign: Campaign | undefined): Promise<RunOutcome | undefined> {
    return this.database.transaction().execute(async (transaction) => {
      await beginPlanning(transaction, executionId);
      const run = await runOf(transaction, executionId);
      if (run.state !== 'waiting') return undefined;
      const isCancelled = (await cancelledOf(transaction, [executionId])).size > 0;
      const outcome = isCancelled ? cancelledRun : await planRun(transaction, run, campaign);
      const end = outcome.state === 'planned' ? outcome : ({ state: 'ended', targeted: 0 } as const);
      const { is_ready } = await transaction
        .updateTable('runs')
        .set({ ...end, throttle_rate_per_sec: campaign?.throttleRatePerSec ?? null })
        .where('execution_id', '=', executionId)
        .returning('is_ready')
        .executeTakeFirstOrThrow();
      await cutSlices(transaction, executionId);
      if (is_ready) await releaseSlices(transaction, [executionId]);
      await this.outbox.add(transaction, [progressedEvent(executionOf(run), outcome, new Date())]);
      return outcome;
    });
  }
}

/** How long one waits for another that plans the same run, before it is told to come again. */
const longestWaitMs = 2_000;

async function beginPlanning(transaction: Transaction<Tables>, executionId: string): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(longestWaitMs)}`.execute(transaction);
  await sql`select pg_advisory_xact_lock(hashtext('plan'), hashtext(current_schema() || ${executionId}::text))`
    .execute(transaction)
    .catch((error: unknown) => {
      throw isLockTimeout(error) ? new RunBeingPlanned(executionId) : error;
    });
  await sql`set local lock_timeout = 0`.execute(transaction);
}

function runOf(database: Kysely<Tables>, executionId: string): Promise<RunRow> {
  return database.selectFrom('runs').selectAll().where('execution_id', '=', executionId).executeTakeFirstOrThrow();
}

const waiting = { state: 'waiting', claims: 0 } as const;

async function insertReady(transaction: Transaction<Tables>, runs: readonly ReadyRun[]): Promise<void> {
  const rows = runs.toSorted((one, other) => (one.execution_id < other.execution_id ? -1 : 1));
  await transaction
    .insertInto('runs')
    .values(
      rows.map(({ snapshots, context, ...run }) => ({
        ...run,
        ...waiting,
        is_ready: true,
        due_at: sql<Date>`clock_timestamp()`,
        snapshots: jsonOf(snapshots),
        context: jsonOf(context),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** @returns those that became ready just now and are planned. */
async function updateReady(transaction: Transaction<Tables>, runs: readonly ReadyRun[]): Promise<string[]> {
  const { rows } = await sql<Pick<RunRow, 'execution_id' | 'state'>>`
    update runs
    set is_ready = true, snapshots = ready.snapshots::json, context = ready.context::json,
      traceparent = ready.traceparent, due_at = case when state = 'waiting' then clock_timestamp() end
    from unnest(
      ${runs.map((run) => run.execution_id)}::text[],
      ${runs.map((run) => jsonOf(run.snapshots))}::text[],
      ${runs.map((run) => jsonOf(run.context))}::text[],
      ${runs.map((run) => run.traceparent)}::text[]
    ) ready (execution_id, snapshots, context, traceparent)
    where runs.execution_id = ready.execution_id and not is_ready
    returning runs.execution_id, state`.execute(transaction);
  return rows.filter(({ state }) => state === 'planned').map((row) => row.execution_id);
}

function isLockTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '55P03';
}

function jsonOf(value: object | null): string | null {
  return value && JSON.stringify(value);
}
