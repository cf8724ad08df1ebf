import { events } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';
import type { Accepted } from './beginning.js';
import type { Failure } from './failure.js';

/** All data of an execution is at hand: it can be resolved. */
export function readyEvent(accepted: Accepted, snapshots: Record<string, string>, traceparent: string): OutgoingEvent {
  const { executionId } = accepted;
  return event(events.executionReady, {
    id: executionId,
    key: executionId,
    traceparent: continueTrace(traceparent),
    data: { ...accepted, snapshots },
  });
}

/** An execution has failed: nobody of it gets a message. */
export function failedEvent(accepted: Accepted, { reason, detail }: Failure, traceparent: string): OutgoingEvent {
  const { executionId, sandbox, campaignId, campaignVersion } = accepted;
  const execution = { executionId, sandbox, campaignId, campaignVersion };
  return event(events.executionProgressed, {
    id: `${executionId}:failed`,
    key: executionId,
    traceparent: continueTrace(traceparent),
    data: { ...execution, at: new Date().toISOString(), state: 'failed', reason, detail },
  });
}
