import { events, type EventData } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';
import type { Accepted } from './beginning.js';
import type { Failure } from './failure.js';

type Progressed = EventData<typeof events.executionProgressed>;
/** A member of a union without what all events about an execution name. */
type Said<Progress> = Progress extends unknown ? Omit<Progress, keyof ReturnType<typeof executionOf>> : never;

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

/** An execution has ended, failed or skipped: nobody of it gets a message. */
export function endedEvent(
  accepted: Accepted,
  state: 'failed' | 'skipped',
  { reason, detail }: Failure,
  traceparent: string,
): OutgoingEvent {
  const { webhooks } = accepted;
  return progressed(accepted, { state, reason, detail, ...(webhooks && { webhooks }) }, state, traceparent);
}

/** An execution waits until it is resumed; it is its `suspension`th time. */
export function suspendedEvent(
  accepted: Accepted,
  suspension: number,
  { reason, detail }: Failure,
  traceparent: string,
): OutgoingEvent {
  const said = { state: 'suspended' as const, suspension, reason, detail };
  return progressed(accepted, said, `suspended:${suspension}`, traceparent);
}

/** An execution waits no more. */
export function resumedEvent(accepted: Accepted, suspension: number, traceparent: string): OutgoingEvent {
  return progressed(accepted, { state: 'resumed', suspension }, `resumed:${suspension}`, traceparent);
}

function progressed(accepted: Accepted, said: Said<Progressed>, name: string, traceparent: string): OutgoingEvent {
  const { executionId } = accepted;
  const data = { ...executionOf(accepted), ...said };
  const id = `${executionId}:${name}`;
  return event(events.executionProgressed, {
    id,
    key: executionId,
    traceparent: continueTrace(traceparent),
    data,
  });
}

function executionOf({ executionId, sandbox, campaignId, campaignVersion, purpose }: Accepted) {
  const identity = { executionId, sandbox, campaignId, campaignVersion, ...(purpose && { purpose }) };
  return { ...identity, at: new Date().toISOString() };
}
