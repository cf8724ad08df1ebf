import { events } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import type { ExecutionRow } from '../tables.js';
import type { Failure } from './failure.js';

/** That an execution failed as it was to begin: its schedule triggered when the call would have been refused. */
export function failedEvent(execution: ExecutionRow, { reason, detail }: Failure, traceparent: string): OutgoingEvent {
  const { execution_id: executionId, purpose } = execution;
  return event(events.executionProgressed, {
    id: `${executionId}:failed`,
    key: executionId,
    traceparent,
    data: {
      executionId,
      sandbox: execution.sandbox,
      campaignId: execution.campaign_id,
      campaignVersion: execution.campaign_version,
      ...(purpose && { purpose }),
      at: execution.accepted_at.toISOString(),
      state: 'failed',
      reason,
      detail,
    },
  });
}
