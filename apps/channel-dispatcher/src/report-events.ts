import { events, type DeliveryReport } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';
import { createHash } from 'node:crypto';
import { groupBy } from './group-by.js';
import type { DeliveryOrder } from './delivery.js';
import type { Reported } from './reports-of.js';

/** What one event holds. */
const mostReports = 500;

/** Report events, each of one chunk, with what is said of its deliveries. The same reports are the same event. */
export function reportEvents(orders: readonly DeliveryOrder[], reported: readonly Reported[]): OutgoingEvent[] {
  const byDelivery = groupBy(reported, ({ deliveryId }) => deliveryId);
  const distinct = new Map(orders.map((order) => [order.delivery.deliveryId, order]));
  const chunks = groupBy(distinct.values(), keyOf);
  return [...chunks].flatMap(([key, ofChunk]) => {
    const reports = ofChunk.flatMap((order) =>
      (byDelivery.get(order.delivery.deliveryId) ?? []).map((one) => reportOf(order, one)),
    );
    const [first] = ofChunk;
    return first ? slicesOf(reports).map((slice) => eventOf(key, first, slice)) : [];
  });
}

function keyOf({ delivery, chunk }: DeliveryOrder): string {
  return `${delivery.executionId}:${chunk.chunk}`;
}

function reportOf({ delivery }: DeliveryOrder, { attempt, result, at }: Reported): DeliveryReport {
  const { deliveryId, ordinal, namespace, userId, channel } = delivery;
  return { deliveryId, ordinal, namespace, userId, channel, attempt, at: at.toISOString(), ...result };
}

function slicesOf(reports: readonly DeliveryReport[]): DeliveryReport[][] {
  const count = Math.ceil(reports.length / mostReports);
  return Array.from({ length: count }, (_, index) => reports.slice(index * mostReports, (index + 1) * mostReports));
}

function eventOf(key: string, { delivery, chunk: of }: DeliveryOrder, reports: DeliveryReport[]): OutgoingEvent {
  const { executionId, sandbox, traceparent } = delivery;
  const { campaignId, campaignVersion, purpose, webhooks, chunk } = of;
  const identity = { executionId, sandbox, campaignId, campaignVersion, ...(purpose && { purpose }) };
  return event(events.deliveriesReported, {
    id: `${key}:${digestOf(reports)}`,
    key,
    traceparent: continueTrace(traceparent),
    data: { ...identity, ...(webhooks && { webhooks }), chunk, reports },
  });
}

/** What a report is unique by. */
function digestOf(reports: readonly DeliveryReport[]): string {
  const said = reports.map(({ deliveryId, attempt, state }) => `${deliveryId}:${attempt}:${state};`).join('');
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}
