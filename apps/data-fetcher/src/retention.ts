import type { Logger } from '@clarion/observability';
import { Sweeper } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** So many rows go in one statement. */
const portion = 1_000;
const over = sql`clock_timestamp() - interval '30 days'`;

const gone = sql`
  select execution_id from executions
  where begun_at < ${over} and state <> 'fetching'
  order by begun_at
  limit ${portion}`;

/** Each goes until it removes less than a portion; fetches go before what they refer to. */
const statements = [
  sql`
    delete from calls where (execution_id, alias, attempt) in (
      select execution_id, alias, attempt from calls where started_at < ${over} limit ${portion}
    )`,
  sql`
    with gone as (${gone} for update skip locked), emptied as (
      delete from fetches using gone where fetches.execution_id = gone.execution_id
    )
    delete from executions using gone where executions.execution_id = gone.execution_id`,
  sql`
    delete from snapshots where snapshot_id in (
      select snapshot_id from snapshots
      where fetched_at < ${over} and not exists (
        select from fetches where fetches.snapshot_id = snapshots.snapshot_id
      )
      limit ${portion}
    )`,
  sql`
    delete from shares where share_key in (
      select share_key from shares
      where snapshot_id is null and not exists (
        select from fetches where fetches.execution_id = shares.execution_id and fetches.alias = shares.alias
      )
      limit ${portion}
    )`,
];

/**
 * Removes what is older than 30 days: calls, executions that have ended with their fetches, and snapshots that no younger
 * execution refers to. What is suspended, or still fetched, stays.
 */
export function retention(database: Kysely<Tables>, logger: Logger): Sweeper {
  const removals = statements.map((statement) => async () => {
    const { numAffectedRows = 0n } = await statement.execute(database);
    return Number(numAffectedRows);
  });
  const onFailure = 'what is too old could not be removed, trying again in an hour';
  return new Sweeper(removals, { portion, intervalMs: 3_600_000, logger, onFailure });
}
