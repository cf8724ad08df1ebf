import type { Logger } from '@clarion/observability';
import { Sweeper } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/** So many rows go in one statement. */
const portion = 1_000;

/**
 * Removes schedules 30 days after they have ended. With one that was deleted goes its execution, which never began, and
 * so its `requestId` may be used again.
 */
export function schedulesRetention(database: Kysely<Tables>, logger: Logger): Sweeper {
  const remove = async () => {
    const { rows } = await sql`
      with old as (
        select schedule_id from schedules
        where ended_at < clock_timestamp() - interval '30 days'
        order by ended_at
        limit ${portion}
        for update skip locked
      ), removed as (
        delete from schedules using old where schedules.schedule_id = old.schedule_id
        returning schedules.execution_id, schedules.state
      ), never_begun as (
        delete from executions using removed
        where executions.execution_id = removed.execution_id and removed.state = 'deleted'
      )
      select from removed`.execute(database);
    return rows.length;
  };
  const onFailure = 'schedules that are too old could not be removed, trying again in an hour';
  return new Sweeper([remove], { portion, intervalMs: 3_600_000, logger, onFailure });
}
