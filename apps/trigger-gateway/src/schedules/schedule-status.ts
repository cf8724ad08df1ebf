import type { AudienceStatus } from '../audience-status.js';
import type { ScheduleRow } from './schedule-row.js';

/** Adobe's `ScheduledExecutionResponse` (A.3.2). */
export interface ScheduleStatus {
  scheduleId: string;
  /** `Triggered` once its time has come, also where its execution failed then: `executionDetails` says so. */
  scheduleStatus: 'Scheduled' | 'Triggered';
  /** As the call named it; absent: the campaign's. */
  audience?: { id: string };
  campaignId: string;
  /** In UTC. */
  executeAt: string;
  /** Absent until it triggers, and once the execution is forgotten. */
  executionDetails?: AudienceStatus;
}

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
