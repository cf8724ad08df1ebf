import { Outbox } from '@clarion/persistence';
import { sql, type Transaction } from 'kysely';
import { branchedEnd, branchRequest } from './branch.js';
import { copySnapshot } from './copy-snapshot.js';
import { endExecution } from './end-execution.js';
import { endFetch } from './end-fetch.js';
import { endIfLast } from './end-if-last.js';
import { endedEvent, suspendedEvent } from './execution-events.js';
import type { EndedCall, Fetch, FetchLease, FetchResult } from './fetch.js';
import { keepShare } from './keep-share.js';
import { originOf } from './origin-of.js';
import type { ExecutionRow, Tables } from './tables.js';

type Connection = Transaction<Tables>;
type Ending = Exclude<FetchResult, { kind: 'again' | 'waits' }>;
type Answered = keyof typeof originOf;
type Kind<Name extends Ending['kind']> = Extract<Ending, { kind: Name }>;

/** SQL of what a fetch came to: its end, its execution's, and the event that is owed then, all or nothing. */
export class ResultsRepository {
  constructor(private readonly outbox: Outbox<Tables>) {}

  /**
   * @returns the execution's state, then.
   * @throws LeaseLost when the fetch is another worker's by now; nothing is changed then.
   */
  async record(lease: FetchLease, fetch: Fetch, result: FetchResult): Promise<ExecutionRow['state']> {
    if (result.kind === 'again' || result.kind === 'waits') {
      await lease.postpone(result.afterMs, async (transaction) => {
        if (result.kind === 'again') await endCall(transaction, fetch, result.call);
      });
      return 'fetching';
    }
    let state: ExecutionRow['state'] = 'fetching';
    await lease.finish(async (transaction) => {
      // First of all, so that whoever waits for it holds nothing that its holder needs but the fetch.
      state = await lockExecution(transaction, fetch);
      if ('call' in result) await endCall(transaction, fetch, result.call);
      // Another of its fetches may have failed meanwhile: then there is nothing more to say.
      if (state !== 'fetching') await endFetch(transaction, fetch, { state: 'ended' });
      else state = await this.apply(transaction, fetch, result);
    });
    this.outbox.publishSoon();
    return state;
  }

  private async apply(transaction: Connection, fetch: Fetch, result: Ending): Promise<ExecutionRow['state']> {
    if (fetch.isRefresh) return endRefresh(transaction, fetch, result);
    switch (result.kind) {
      case 'failed':
        return this.fail(transaction, fetch, result);
      case 'branched':
        return this.branch(transaction, fetch, result);
      case 'ended':
        await endFetch(transaction, fetch, { state: 'ended' });
        await endExecution(transaction, fetch.executionId, 'ended');
        return 'ended';
      default:
        await keepAnswer(transaction, fetch, result);
        return endIfLast(transaction, this.outbox, fetch);
    }
  }

  private async fail(
    transaction: Connection,
    fetch: Fetch,
    { handling, failure, dataSourceId }: Kind<'failed'>,
  ): Promise<ExecutionRow['state']> {
    const { executionId, execution, traceparent } = fetch;
    const state = ({ fail: 'failed', skip: 'skipped', suspend: 'suspended', ignore: 'ignored' } as const)[handling];
    await endFetch(transaction, fetch, { state, dataSourceId, failure });
    if (state === 'ignored') return endIfLast(transaction, this.outbox, fetch);
    if (state === 'suspended') {
      const suspension = await countSuspension(transaction, executionId);
      await this.outbox.add(transaction, [suspendedEvent(execution, suspension, failure, traceparent)]);
      return 'fetching';
    }
    await endExecution(transaction, executionId, state);
    await this.outbox.add(transaction, [endedEvent(execution, state, failure, traceparent)]);
    return state;
  }

  /** It ends, skipped, and owes the request for the campaign that takes its place. */
  private async branch(
    transaction: Connection,
    fetch: Fetch,
    { campaignId, failure, dataSourceId }: Kind<'branched'>,
  ): Promise<ExecutionRow['state']> {
    const { executionId, execution, traceparent } = fetch;
    await endFetch(transaction, fetch, { state: 'skipped', dataSourceId, failure });
    await endExecution(transaction, executionId, 'skipped');
    const end = branchedEnd(fetch, failure, campaignId);
    await this.outbox.add(transaction, [
      endedEvent(execution, 'skipped', end, traceparent),
      branchRequest(fetch, failure, campaignId),
    ]);
    return 'skipped';
  }
}

/** Whoever holds it is alone in deciding how the execution goes on. */
async function lockExecution(database: Connection, { executionId }: Fetch): Promise<ExecutionRow['state']> {
  const { state } = await database
    .selectFrom('executions')
    .select('state')
    .where('execution_id', '=', executionId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return state;
}

async function endCall(
  database: Connection,
  { executionId, alias }: Fetch,
  { attempt, status, bytes, outcome }: EndedCall,
): Promise<void> {
  await sql`
    update calls
    set ended_at = clock_timestamp(), status = ${status}, bytes = ${bytes}, outcome = ${outcome}
    where execution_id = ${executionId} and alias = ${alias} and attempt = ${attempt}`.execute(database);
}

async function countSuspension(database: Connection, executionId: string): Promise<number> {
  const { rows } = await sql<{ suspensions: number }>`
    update executions set suspensions = suspensions + 1
    where execution_id = ${executionId}
    returning suspensions`.execute(database);
  return rows[0]?.suspensions ?? NaN;
}

/** Nobody waits for a refresh: no event is owed, whatever it came to. */
async function endRefresh(transaction: Connection, fetch: Fetch, result: Ending): Promise<'ended'> {
  if (result.kind === 'ended') await endFetch(transaction, fetch, { state: 'ended' });
  else if (result.kind === 'failed' || result.kind === 'branched') {
    const { failure, dataSourceId } = result;
    await endFetch(transaction, fetch, { state: 'failed', dataSourceId, failure });
  } else await keepAnswer(transaction, fetch, result);
  await endExecution(transaction, fetch.executionId, 'ended');
  return 'ended';
}

/** The fetch has an answer: that of its call, another execution's, or what stands in for it. */
async function keepAnswer(database: Connection, fetch: Fetch, result: Kind<Answered>): Promise<void> {
  const { dataSourceId } = result;
  const origin = originOf[result.kind];
  const failure = 'failure' in result ? { failure: result.failure } : {};
  const id = await snapshotOf(database, fetch, result);
  await endFetch(database, fetch, { state: 'fetched', dataSourceId, snapshot: { id, origin }, ...failure });
  if ('share' in result) await keepShare(database, fetch, id, result.share);
}

async function snapshotOf(database: Connection, fetch: Fetch, result: Kind<Answered>): Promise<string> {
  if (result.kind === 'confirmed') await confirm(database, result.snapshotId);
  if (result.kind === 'shared' || result.kind === 'confirmed') return result.snapshotId;
  if (result.kind !== 'stale') return addSnapshot(database, fetch, result);
  const id = await copySnapshot(database, result.snapshotId, fetch, 'stale');
  if (id === undefined) throw new Error(`The snapshot ${result.snapshotId} was removed meanwhile`);
  return id;
}

async function addSnapshot(
  database: Connection,
  { executionId, alias, execution: { sandbox } }: Fetch,
  result: Kind<'fetched' | 'fallback' | 'sampled'>,
): Promise<string> {
  const { json, rowCount, contentHash, rejectedCount, rejected } = result.content;
  const call = 'call' in result ? result.call : undefined;
  const request = result.kind === 'fetched' ? result.request : undefined;
  const { snapshot_id: id } = await database
    .insertInto('snapshots')
    .values({
      execution_id: executionId,
      alias,
      sandbox,
      data_source_id: result.dataSourceId,
      rows: json,
      row_count: rowCount,
      bytes: request ? (call?.bytes ?? 0) : 0,
      content_hash: contentHash,
      rejected_count: rejectedCount,
      rejected: JSON.stringify(rejected),
      calls: call?.attempt ?? 0,
      origin: originOf[result.kind],
      request_hash: request?.hash ?? null,
      request: request?.summary ?? null,
    })
    .returning('snapshot_id')
    .executeTakeFirstOrThrow();
  return id;
}

async function confirm(database: Connection, snapshotId: string): Promise<void> {
  await sql`update snapshots set confirmed_at = clock_timestamp() where snapshot_id = ${snapshotId}`.execute(database);
}
