import { Outbox } from '@clarion/persistence';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { sayResumed, type SuspendedExecution } from './say-resumed.js';
import type { Tables } from './tables.js';

/** So many executions are resumed at once. */
const most = 500;

/**
 * Lets suspended fetches go on, with all their retries before them, and says so of executions of which no other one is
 * suspended.
 * @param which of the suspended fetches
 * @returns the ids of their executions.
 */
export async function resumeFetches(
  transaction: Transaction<Tables>,
  outbox: Outbox<Tables>,
  which: RawBuilder<unknown>,
): Promise<string[]> {
  const { rows: executions } = await sql<SuspendedExecution>`
    select execution_id, accepted, traceparent, suspensions
    from executions
    where state = 'fetching' and execution_id in (
      select execution_id from fetches where state = 'suspended' and ${which} limit ${most}
    )
    order by execution_id
    for update`.execute(transaction);
  if (executions.length === 0) return [];
  const ids = executions.map(({ execution_id: id }) => id);
  await sql`
    update fetches
    set state = 'waiting', due_at = clock_timestamp(), reason = null, detail = null, suspended_at = null,
      waits_for = null, held_since = null, slot_at = null,
      calls_before = coalesce((
        select max(attempt) from calls
        where calls.execution_id = fetches.execution_id and calls.alias = fetches.alias
      ), calls_before)
    where state = 'suspended' and execution_id = any(${ids}::text[]) and ${which}`.execute(transaction);
  await sayResumed(transaction, outbox, executions);
  return ids;
}
