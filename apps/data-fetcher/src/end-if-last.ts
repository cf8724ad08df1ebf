import { Outbox } from '@clarion/persistence';
import { sql, type Transaction } from 'kysely';
import type { Accepted } from './beginning.js';
import { endExecution } from './end-execution.js';
import { readyEvent } from './execution-events.js';
import type { ExecutionRow, Tables } from './tables.js';

/** An execution with what it was accepted as. */
export interface EndingExecution {
  executionId: string;
  execution: Accepted;
  traceparent: string;
}

/**
 * Once each fetch of an execution has its answer, or is done without, the execution has its data, and an event says so.
 * @returns the execution's state, then.
 */
export async function endIfLast(
  transaction: Transaction<Tables>,
  outbox: Outbox<Tables>,
  { executionId, execution, traceparent }: EndingExecution,
): Promise<ExecutionRow['state']> {
  const { rows } = await sql<{ alias: string; isOver: boolean; snapshotId: string | null }>`
    select alias, state in ('fetched', 'ignored') as "isOver", snapshot_id as "snapshotId"
    from fetches
    where execution_id = ${executionId}
    order by alias`.execute(transaction);
  if (!rows.every(({ isOver }) => isOver)) return 'fetching';
  const kept = rows.flatMap(({ alias, snapshotId }) => (snapshotId === null ? [] : [[alias, snapshotId] as const]));
  await endExecution(transaction, executionId, 'ready');
  await outbox.add(transaction, [readyEvent(execution, Object.fromEntries(kept), traceparent)]);
  return 'ready';
}
