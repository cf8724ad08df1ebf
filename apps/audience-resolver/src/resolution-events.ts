import { events, type DeliveryReport } from '@clarion/contracts';
import { event, type OutgoingEvent, type ReceivedEvent } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';
import type { Resolved } from './resolve.js';

/**
 * What a resolved execution says: its deliveries as one chunk, and its exclusions as a report. Ids and keys are the
 * same at every repetition.
 */
export function resolutionEvents(
  ready: ReceivedEvent<typeof events.executionReady>,
  resolved: readonly Resolved[],
  now: Date,
): OutgoingEvent[] {
  const { executionId, sandbox, campaignId, campaignVersion } = ready.data;
  const chunk = { executionId, sandbox, campaignId, campaignVersion, chunk: 0 };
  const key = `${executionId}:${chunk.chunk}`;
  const traceparent = continueTrace(ready.traceparent);
  const deliveries = resolved.flatMap((one) => (one.kind === 'delivery' ? [one.delivery] : []));
  const reports = resolved.flatMap((one): DeliveryReport[] => {
    if (one.kind === 'delivery') return [];
    const { deliveryId, ordinal, recipient, reason } = one;
    return [
      {
        deliveryId,
        ordinal,
        ...recipient,
        channel: 'email',
        state: 'excluded',
        reason,
        attempt: 0,
        at: now.toISOString(),
      },
    ];
  });

  const requested = event(events.transactionalDeliveriesRequested, {
    id: key,
    key,
    traceparent,
    data: { ...chunk, deliveries },
  });
  const reported = event(events.deliveriesReported, {
    id: `${key}:excluded`,
    key,
    traceparent,
    data: { ...chunk, reports },
  });
  return [...(deliveries.length > 0 ? [requested] : []), ...(reports.length > 0 ? [reported] : [])];
}
