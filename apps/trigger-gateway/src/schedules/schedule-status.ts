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
  /** Absent until it triggers. */
  executionDetails?: AudienceStatus;
}

/** Where a schedule stands. @param details of its execution, once it has triggered */
export function scheduleStatusOf(
  { schedule_id: scheduleId, call, execute_at: executeAt }: Pick<ScheduleRow, 'schedule_id' | 'call' | 'execute_at'>,
  details: AudienceStatus | undefined,
): ScheduleStatus {
  const { campaignId, audience } = call;
  return {
    scheduleId,
    scheduleStatus: details ? 'Triggered' : 'Scheduled',
    ...(audience && { audience: { id: audience.id } }),
    campaignId,
    executeAt: executeAt.toISOString(),
    ...(details && { executionDetails: details }),
  };
}
