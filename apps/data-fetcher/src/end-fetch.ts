import { sql, type Transaction } from 'kysely';
import type { Failure } from './failure.js';
import type { FetchRow, Tables } from './tables.js';

/** What a fetch came to. */
export interface FetchEnd {
  state: FetchRow['state'];
  dataSourceId?: string | undefined;
  /** Its answer, and where that is from. */
  snapshot?: { id: string; origin: FetchRow['origin'] };
  failure?: Failure;
}

/** Keeps what a fetch came to; a suspended one keeps what its calls will say. */
export async function endFetch(
  transaction: Transaction<Tables>,
  { executionId, alias }: { executionId: string; alias: string },
  { state, dataSourceId, snapshot, failure }: FetchEnd,
): Promise<void> {
  const isSuspended = state === 'suspended';
  await sql`
    update fetches
    set state = ${state}, request = case when ${isSuspended} then request end,
      request_body = case when ${isSuspended} then request_body end, waits_for = null,
      held_since = null, slot_at = null, suspended_at = case when ${isSuspended} then clock_timestamp() end,
      data_source_id = coalesce(${dataSourceId ?? null}, data_source_id),
      snapshot_id = ${snapshot?.id ?? null}, origin = ${snapshot?.origin ?? null},
      reason = ${failure?.reason ?? null}, detail = ${failure?.detail ?? null}
    where execution_id = ${executionId} and alias = ${alias}`.execute(transaction);
}
