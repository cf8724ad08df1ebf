import { events, type DeliveryReport } from '@clarion/contracts';
import { event, type OutgoingEvent, type ReceivedEvent } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';
import type { Ended } from './deliveries.repository.js';

type Requested = ReceivedEvent<typeof events.transactionalDeliveriesRequested>;

/** One report event per chunk, with what became of each of its deliveries. */
export function reportEvents(batch: readonly Requested[], ended: readonly Ended[]): OutgoingEvent[] {
  const byId = new Map(ended.map((one) => [one.deliveryId, one]));
  return batch.map(({ data, key, traceparent }) => {
    const { deliveries, executionId, sandbox, campaignId, campaignVersion, chunk } = data;
    const reports = deliveries.flatMap(({ deliveryId, ordinal, namespace, userId, channel }): DeliveryReport[] => {
      const one = byId.get(deliveryId);
      if (!one) return [];
      const { attempt, result, at } = one;
      return [{ deliveryId, ordinal, namespace, userId, channel, attempt, at: at.toISOString(), ...result }];
    });
    return event(events.deliveriesReported, {
      id: `${key}:ended`,
      key,
      traceparent: continueTrace(traceparent),
      data: { executionId, sandbox, campaignId, campaignVersion, chunk, reports },
    });
  });
}
