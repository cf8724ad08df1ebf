import { LeaseLost } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';
import type { Fetch } from './fetch.js';
import type { Tables } from './tables.js';

/**
 * Writes down that a call begins; any that goes on still was broken off with its worker.
 * @param summary of its request
 * @returns its number.
 * @throws LeaseLost
 */
export async function beginCall(
  database: Kysely<Tables>,
  { executionId, alias, leaseId }: Fetch,
  hostId: string,
  summary: string,
): Promise<number> {
  const { rows } = await sql<{ attempt: number }>`
    with mine as (
      update fetches
      set host_id = ${hostId}, call_lease_id = lease_id, waits_for = null, held_since = null, slot_at = null
      where execution_id = ${executionId} and alias = ${alias} and lease_id = ${leaseId}
      returning execution_id, alias, calls_before
    ), broken_off as (
      update calls set ended_at = clock_timestamp(), outcome = 'Interrupted'
      from mine
      where calls.execution_id = mine.execution_id and calls.alias = mine.alias and ended_at is null
    )
    insert into calls (execution_id, alias, attempt, started_at, request)
    select execution_id, alias, 1 + greatest(calls_before, (
        select max(attempt) from calls where calls.execution_id = mine.execution_id and calls.alias = mine.alias
      )), clock_timestamp(), ${summary}
    from mine
    returning attempt`.execute(database);
  const [row] = rows;
  if (!row) throw new LeaseLost('fetches');
  return row.attempt;
}
