import { events, type Campaign, type EventData } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';
import { chunksOf, type ResolvedChunk } from './chunks.js';
import type { Resolved } from './resolve.js';

/** An execution, as far as its chunks tell of it. `context` is what it says to all. */
export type ResolvedExecution = Pick<
  EventData<typeof events.executionReady>,
  | 'executionId'
  | 'sandbox'
  | 'campaignId'
  | 'campaignVersion'
  | 'purpose'
  | 'webhooks'
  | 'snapshots'
  | 'context'
  | 'subjectPrefix'
> & { category: Campaign['category']; traceparent: string };

/**
 * What resolved people say: their deliveries in chunks, and of each chunk a report of those who get none. Ids and keys
 * are the same at every repetition.
 */
export function resolutionEvents(
  execution: ResolvedExecution,
  resolved: readonly Resolved[],
  now: Date,
): OutgoingEvent[] {
  const { snapshots, context, subjectPrefix } = execution;
  const shared = {
    ...(snapshots && { snapshots }),
    ...(context && { context }),
    ...(subjectPrefix !== undefined && { subjectPrefix }),
  };
  const sharedBytes = Buffer.byteLength(JSON.stringify(shared));
  return chunksOf(resolved, sharedBytes).flatMap((chunk) => chunkEvents(execution, shared, chunk, now));
}

function chunkEvents(
  execution: ResolvedExecution,
  shared: Pick<ResolvedExecution, 'snapshots' | 'context' | 'subjectPrefix'>,
  { chunk, deliveries, ends }: ResolvedChunk,
  now: Date,
): OutgoingEvent[] {
  const { executionId, sandbox, campaignId, campaignVersion, purpose, webhooks, category } = execution;
  const identity = {
    ...{ executionId, sandbox, campaignId, campaignVersion },
    ...(purpose && { purpose }),
    ...(webhooks && { webhooks }),
    chunk,
  };
  const key = `${executionId}:${chunk}`;
  const traceparent = continueTrace(execution.traceparent);
  const requested = event(topics[category], {
    id: key,
    key,
    traceparent,
    data: { ...identity, ...shared, deliveries },
  });
  const at = now.toISOString();
  const reports = ends.map((end) => ({ ...end, attempt: 0, at }));
  const reported = event(events.deliveriesReported, {
    id: `${key}:excluded`,
    key,
    traceparent,
    data: { ...identity, reports },
  });
  return [...(deliveries.length > 0 ? [requested] : []), ...(reports.length > 0 ? [reported] : [])];
}

const topics = {
  transactional: events.transactionalDeliveriesRequested,
  marketing: events.marketingDeliveriesRequested,
};
