import { sql, type Transaction } from 'kysely';
import type { SharedAnswer } from './policy/shared-answer.js';
import type { Tables } from './tables.js';
import { wakeFetches } from './wake-fetches.js';

/** Of the time that an answer is fresh, so much goes by before it is fetched again: that leaves room for retries. */
const untilRefresh = 0.75;

/** Others have what a fetch was answered, too, from now on, as far as they may; those who wait for it look at once. */
export async function keepShare(
  transaction: Transaction<Tables>,
  { executionId, alias }: { executionId: string; alias: string },
  snapshotId: string,
  { key, isStorable, seconds, headers }: SharedAnswer,
): Promise<void> {
  const isReusable = seconds > 0;
  await sql`
    update shares
    set snapshot_id = ${isStorable ? snapshotId : null}, is_reusable = ${isReusable},
      fresh_until = clock_timestamp() + ${seconds}::float8 * interval '1 s',
      refresh_at = case when ${isReusable} then clock_timestamp() + ${seconds * untilRefresh}::float8 * interval '1 s' end,
      headers = ${headers ? JSON.stringify(headers) : null}
    where share_key = ${key} and execution_id = ${executionId} and alias = ${alias}`.execute(transaction);
  await wakeFetches(transaction, sql`share_key = ${key} and waits_for = 'share'`);
}
