import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Insertable } from 'kysely';
import type { KeptExecution } from '../executions.repository.js';
import { findExecutions } from '../executions.sql.js';
import type { ExecutionRow, Tables } from '../tables.js';
import type { NewSchedule, ScheduleRow } from './schedule-row.js';

/** SQL of schedules, up to when they trigger. */
@Injectable()
export class SchedulesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * Keeps a schedule with the execution that it will begin. When the same request was kept before, or is being kept right
   * now by a concurrent call, nothing is kept and that one's execution is returned.
   */
  async keep(execution: ExecutionRow, schedule: NewSchedule): Promise<KeptExecution> {
    const isNew = await this.database.transaction().execute(async (transaction) => {
      const inserted = await transaction
        .insertInto('executions')
        .values(execution)
        .onConflict((conflict) => conflict.columns(['sandbox', 'campaign_id', 'request_id']).doNothing())
        .returning('execution_id')
        .executeTakeFirst();
      if (inserted) await transaction.insertInto('schedules').values(waiting(schedule)).execute();
      return inserted !== undefined;
    });
    if (isNew) return { execution, isNew };
    const found = await findExecutions(this.database, [execution]);
    return { execution: found(execution), isNew };
  }

  /** `undefined` where the sandbox has no such schedule, or it was deleted. */
  async read(scheduleId: string, sandbox: string): Promise<ScheduleRow | undefined> {
    return this.database
      .selectFrom('schedules')
      .selectAll()
      .where('schedule_id', '=', scheduleId)
      .where('sandbox', '=', sandbox)
      .where('state', '<>', 'deleted')
      .executeTakeFirst();
  }

  /** Deletes a schedule unless it has ended: then `false`. Whoever is about to trigger it does not any more. */
  async delete(scheduleId: string, sandbox: string): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('schedules')
      .set({ state: 'deleted', ended_at: sql`clock_timestamp()`, due_at: null, lease_id: null })
      .where('schedule_id', '=', scheduleId)
      .where('sandbox', '=', sandbox)
      .where('state', '=', 'scheduled')
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }
}

function waiting(schedule: NewSchedule): Insertable<Tables['schedules']> {
  const { call, execute_at: dueAt } = schedule;
  return { ...schedule, call: JSON.stringify(call), state: 'scheduled', due_at: dueAt, claims: 0 };
}
