import type { Logger } from '@clarion/observability';
import { Sweeper } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** So many rows go in one statement. */
const portion = 1_000;

/**
 * Removes what was accepted longer ago than executions are kept: from then on the same request would be a new one, and its
 * status is not known any more.
 */
export function executionsRetention(database: Kysely<Tables>, keptDays: number, logger: Logger): Sweeper {
  const remove = async () => {
    const { numAffectedRows = 0n } = await sql`
      delete from executions where execution_id in (
        select execution_id from executions
        where accepted_at < clock_timestamp() - make_interval(days => ${keptDays})
        order by accepted_at
        limit ${portion}
        for update skip locked
      )`.execute(database);
    return Number(numAffectedRows);
  };
  const onFailure = 'executions that are too old could not be removed, trying again in a minute';
  return new Sweeper([remove], { portion, intervalMs: 60_000, logger, onFailure });
}
