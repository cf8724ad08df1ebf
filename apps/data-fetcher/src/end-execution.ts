import { sql, type Transaction } from 'kysely';
import type { ExecutionRow, Tables } from './tables.js';

/** An execution ends, or has its data: its calls are over, and its other fetches are needed no more. */
export async function endExecution(
  transaction: Transaction<Tables>,
  executionId: string,
  state: ExecutionRow['state'],
): Promise<void> {
  await sql`update executions set state = ${state} where execution_id = ${executionId}`.execute(transaction);
  await sql`
    update calls set ended_at = clock_timestamp(), outcome = 'Interrupted'
    where execution_id = ${executionId} and ended_at is null`.execute(transaction);
  await endOtherFetches(transaction, executionId);
}

/**
 * Whoever works on them loses them. Rows that are locked right now are left alone, since their worker may wait for the
 * execution's row, which is ours: it will find that the execution has ended.
 */
async function endOtherFetches(transaction: Transaction<Tables>, executionId: string): Promise<void> {
  await sql`
    with others as (
      select alias from fetches
      where execution_id = ${executionId} and state in ('waiting', 'suspended')
      for update skip locked
    )
    update fetches set state = 'ended', request = null, request_body = null, due_at = null, lease_id = null
    from others
    where execution_id = ${executionId} and fetches.alias = others.alias`.execute(transaction);
}
