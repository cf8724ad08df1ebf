import type { Call } from './call.js';
import type { ExecutionResponse } from './execution-response.answer.js';
import { executionResponseOf } from './execution-response.js';
import type { ScheduleStatus } from './schedules/schedule-status.answer.js';
import { scheduleStatusOf } from './schedules/schedule-status.js';
import type { ExecutionRow } from './tables.js';

/** What a call is answered with that was accepted: its execution, or the schedule that will begin it. */
export type AcceptedAnswer = ExecutionResponse | ScheduleStatus;

/** The answer to a call for which this execution was kept, the same each time that it comes. */
export function acceptedAnswerOf(call: Call, execution: ExecutionRow): AcceptedAnswer {
  const { schedule_id: scheduleId } = execution;
  if (call.kind === 'unitary' || !call.body.schedule || scheduleId === null) return executionResponseOf(execution);
  const executeAt = new Date(call.body.schedule.executeAt);
  const schedule = { schedule_id: scheduleId, call: call.body, execute_at: executeAt, state: 'scheduled' as const };
  return scheduleStatusOf(schedule, undefined);
}
