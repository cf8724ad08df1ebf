import { v7 as uuidv7 } from 'uuid';
import type { AudienceExecutionBody } from '../audience-execution.body.js';
import type { ExecutionRow } from '../tables.js';
import type { NewSchedule } from './schedule-row.js';
import { scheduledExecutionId } from './scheduled-execution-id.js';

/**
 * The rows of a call that is to run at `executeAt`, and is accepted now. Its execution is there from now on, as that of its
 * `requestId`, but begins when the schedule triggers.
 */
export function newSchedule(
  now: ExecutionRow,
  { campaignId, requestId, audience, context }: AudienceExecutionBody,
  executeAt: Date,
  traceparent: string,
): { execution: ExecutionRow; schedule: NewSchedule } {
  const scheduleId = uuidv7();
  const executionId = scheduledExecutionId(scheduleId, executeAt);
  return {
    execution: {
      ...now,
      execution_id: executionId,
      request_id: requestId ?? executionId,
      accepted_at: executeAt,
      schedule_id: scheduleId,
    },
    schedule: {
      schedule_id: scheduleId,
      execution_id: executionId,
      sandbox: now.sandbox,
      campaign_id: campaignId,
      call: {
        campaignId,
        ...(requestId !== undefined && { requestId }),
        ...(audience && { audience: { id: audience.id } }),
        ...(context && { context }),
      },
      execute_at: executeAt,
      traceparent,
    },
  };
}
