import { events } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';
import type { ExecutionRow } from './tables.js';

/** Tells everyone who works on an execution that it was cancelled `at` this time. */
export function cancelledEvent(
  execution: Pick<ExecutionRow, 'execution_id' | 'sandbox' | 'campaign_id' | 'campaign_version' | 'purpose'>,
  at: Date,
  traceparent: string,
): OutgoingEvent {
  const { execution_id: executionId, sandbox, campaign_id: campaignId, campaign_version: campaignVersion } = execution;
  const { purpose } = execution;
  return event(events.executionCancelled, {
    id: `${executionId}:cancelled`,
    key: executionId,
    traceparent: continueTrace(traceparent),
    data: { executionId, sandbox, campaignId, campaignVersion, ...(purpose && { purpose }), at: at.toISOString() },
  });
}
