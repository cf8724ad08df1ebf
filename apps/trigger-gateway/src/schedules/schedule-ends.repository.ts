import type { OutgoingEvent } from '@clarion/messaging';
import { InlineOutbox, type Lease } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { ExecutionRow, Tables } from '../tables.js';
import type { ScheduleRow } from './schedule-row.js';

/** How a schedule ends, and with which event its execution begins, or fails. */
export interface ScheduleEnd {
  schedule: Pick<ScheduleRow, 'state' | 'reason' | 'detail'>;
  /** What is known of its execution only now. */
  execution: Partial<Pick<ExecutionRow, 'campaign_version'>> & Pick<ExecutionRow, 'accepted_at'>;
  eventOf: (execution: ExecutionRow) => OutgoingEvent;
}

/** SQL of schedules whose time has come. */
@Injectable()
export class ScheduleEndsRepository {
  constructor(private readonly outbox: InlineOutbox<Tables>) {}

  /**
   * Ends a schedule together with its execution's beginning and the event which that owes; once at most, by whoever's lease
   * it is.
   * @throws LeaseLost when another has it, or it was deleted; nothing is changed then.
   */
  async end(lease: Lease<Tables, ScheduleRow>, end: ScheduleEnd): Promise<void> {
    const kept: { event: OutgoingEvent; position: string }[] = [];
    await lease.finish(async (transaction) => {
      kept.push(await this.begin(transaction, lease.row, end));
    });
    this.outbox.publishKept(
      kept.map(({ event, position }) => ({ event, position, bytes: JSON.stringify(event.data).length })),
    );
  }

  private async begin(
    transaction: Transaction<Tables>,
    { schedule_id: scheduleId, execution_id: executionId }: ScheduleRow,
    { schedule, execution, eventOf }: ScheduleEnd,
  ): Promise<{ event: OutgoingEvent; position: string }> {
    await transaction
      .updateTable('schedules')
      .set({ ...schedule, ended_at: sql`clock_timestamp()` })
      .where('schedule_id', '=', scheduleId)
      .execute();
    const begun = await transaction
      .updateTable('executions')
      .set(execution)
      .where('execution_id', '=', executionId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const event = eventOf(begun);
    const { id, data, ...rest } = event;
    const { position } = await transaction
      .insertInto('outbox')
      .values({ ...rest, event_id: id, data: JSON.stringify(data) })
      .returning('position')
      .executeTakeFirstOrThrow();
    return { event, position };
  }
}
