import { Outbox } from '@clarion/persistence';
import { sql, type Transaction } from 'kysely';
import { failedEvent, readyEvent } from './execution-events.js';
import type { EndedCall, Fetch, FetchLease, FetchResult } from './fetch.js';
import type { ExecutionRow, FetchRow, Tables } from './tables.js';

type Connection = Transaction<Tables>;

/** SQL of what a fetch came to: its end, its execution's, and the event that is owed then, all or nothing. */
export class ResultsRepository {
  constructor(private readonly outbox: Outbox<Tables>) {}

  /**
   * @returns the execution's state, then.
   * @throws LeaseLost when the fetch is another worker's by now; nothing is changed then.
   */
  async record(lease: FetchLease, fetch: Fetch, result: FetchResult): Promise<ExecutionRow['state']> {
    if (result.kind === 'again') {
      await lease.postpone(result.afterMs, (transaction) => endCall(transaction, fetch, result.call));
      return 'fetching';
    }
    let state: ExecutionRow['state'] = 'fetching';
    await lease.finish(async (transaction) => {
      // First of all, so that whoever waits for it holds nothing that its holder needs but the fetch.
      state = await lockExecution(transaction, fetch);
      if ('call' in result) await endCall(transaction, fetch, result.call);
      // Another of its fetches may have failed meanwhile: then there is nothing more to say.
      if (state !== 'fetching') await endFetch(transaction, fetch, 'ended');
      else state = await this.apply(transaction, fetch, result);
    });
    this.outbox.publishSoon();
    return state;
  }

  private async apply(
    transaction: Connection,
    fetch: Fetch,
    result: Exclude<FetchResult, { kind: 'again' }>,
  ): Promise<ExecutionRow['state']> {
    await endFetch(transaction, fetch, result.kind);
    if (result.kind === 'fetched') {
      await addSnapshot(transaction, fetch, result);
      return this.endIfLast(transaction, fetch);
    }
    await endExecution(transaction, fetch, result.kind);
    await endOtherFetches(transaction, fetch);
    if (result.kind === 'failed') {
      await this.outbox.add(transaction, [failedEvent(fetch.execution, result.failure, fetch.traceparent)]);
    }
    return result.kind;
  }

  private async endIfLast(transaction: Connection, fetch: Fetch): Promise<ExecutionRow['state']> {
    const { executionId, execution, traceparent } = fetch;
    const { rows } = await sql<{ alias: string; snapshot_id: string | null }>`
      select alias, snapshot_id
      from fetches left join snapshots using (execution_id, alias)
      where execution_id = ${executionId}
      order by alias`.execute(transaction);
    const kept = rows.flatMap(({ alias, snapshot_id: id }) => (id === null ? [] : [[alias, id] as const]));
    if (kept.length < rows.length) return 'fetching';
    await endExecution(transaction, fetch, 'ready');
    await this.outbox.add(transaction, [readyEvent(execution, Object.fromEntries(kept), traceparent)]);
    return 'ready';
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

async function endFetch(database: Connection, { executionId, alias }: Fetch, state: FetchRow['state']): Promise<void> {
  await sql`
    update fetches set state = ${state}, request_body = null
    where execution_id = ${executionId} and alias = ${alias}`.execute(database);
}

async function endExecution(database: Connection, { executionId }: Fetch, state: ExecutionRow['state']): Promise<void> {
  await sql`update executions set state = ${state} where execution_id = ${executionId}`.execute(database);
  await sql`
    update calls set ended_at = clock_timestamp(), outcome = 'Interrupted'
    where execution_id = ${executionId} and ended_at is null`.execute(database);
}

/**
 * Whoever works on them loses them. Rows that are locked right now are left alone, since their worker may wait for the
 * execution's row, which is ours: it will find that the execution has ended.
 */
async function endOtherFetches(database: Connection, { executionId }: Fetch): Promise<void> {
  await sql`
    with others as (
      select alias from fetches
      where execution_id = ${executionId} and state = 'waiting'
      for update skip locked
    )
    update fetches set state = 'ended', request_body = null, due_at = null, lease_id = null
    from others
    where execution_id = ${executionId} and fetches.alias = others.alias`.execute(database);
}

async function addSnapshot(
  database: Connection,
  { executionId, alias, execution: { sandbox } }: Fetch,
  { call, content, dataSourceId }: Extract<FetchResult, { kind: 'fetched' }>,
): Promise<void> {
  const { json, rowCount, contentHash, rejectedCount, rejected } = content;
  await database
    .insertInto('snapshots')
    .values({
      execution_id: executionId,
      alias,
      sandbox,
      data_source_id: dataSourceId,
      rows: json,
      row_count: rowCount,
      bytes: call.bytes ?? 0,
      content_hash: contentHash,
      rejected_count: rejectedCount,
      rejected: JSON.stringify(rejected),
      calls: call.attempt,
    })
    .execute();
}
