import type { AudienceStatus } from '../execution-status.answer.js';
import type { ScheduleRow } from './schedule-row.js';
import type { ScheduleStatus } from './schedule-status.answer.js';

type AskedSchedule = Pick<ScheduleRow, 'schedule_id' | 'call' | 'execute_at' | 'state'>;

/** Where a schedule stands. @param details of its execution, where that has begun; it may have done so since the row was read */
export function scheduleStatusOf(
  { schedule_id: scheduleId, call, execute_at: executeAt, state }: AskedSchedule,
  details: AudienceStatus | undefined,
): ScheduleStatus {
  const { campaignId, audience } = call;
  return {
    scheduleId,
    scheduleStatus: state === 'scheduled' && !details ? 'Scheduled' : 'Triggered',
    ...(audience && { audience: { id: audience.id } }),
    campaignId,
    executeAt: executeAt.toISOString(),
    ...(details && { executionDetails: details }),
  };
}
