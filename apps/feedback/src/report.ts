import type { DeliveryReport, EventData, events, Webhooks } from '@clarion/contracts';
import type { ExecutionIdentity } from './execution-identity.js';
import type { Standing } from './next-state.js';
import { storable, storableText, storableUuid } from './storable.js';

/** The data of `deliveries.reported.v1`. */
export type ReportedChunk = EventData<typeof events.deliveriesReported>;

/** One report of a chunk, with what the chunk says of all. */
export interface Report extends Omit<DeliveryReport, 'at'>, ExecutionIdentity {
  at: Date;
  /** Absent: its campaign has no webhooks. */
  webhooks?: Webhooks & { traceparent: string };
}

/** The largest `integer` of Postgres. */
const maxInteger = 2_147_483_647;

/** The reports of a chunk, fit for Postgres: ids in its spelling, texts without what it does not take. */
export function reportsOf(chunk: ReportedChunk, traceparent: string): Report[] {
  const { executionId, sandbox, campaignId, campaignVersion } = storable({
    executionId: chunk.executionId,
    sandbox: chunk.sandbox,
    campaignId: chunk.campaignId,
    campaignVersion: chunk.campaignVersion,
  });
  const webhooks = chunk.webhooks && { ...storable(chunk.webhooks), traceparent };
  // Written out: this is done for every report, and spreads would take most of its time.
  return chunk.reports.map(
    ({ deliveryId, ordinal, namespace, userId, channel, state, reason, detail, attempt, at }) => {
      const report: Report = {
        executionId,
        sandbox,
        campaignId,
        campaignVersion,
        deliveryId: storableUuid(deliveryId),
        ordinal,
        namespace: storableText(namespace),
        userId: storableText(userId),
        channel,
        state,
        attempt,
        at: new Date(at),
      };
      if (chunk.purpose) report.purpose = chunk.purpose;
      if (webhooks) report.webhooks = webhooks;
      if (reason !== undefined) report.reason = storableText(reason);
      if (detail !== undefined) report.detail = storableText(detail);
      return report;
    },
  );
}

/** What makes a report the same as another. */
export function reportKeyOf({ deliveryId, attempt, state }: Standing & { deliveryId: string }): string {
  return `${deliveryId}:${attempt}:${state}`;
}

/** Why a chunk that fits its schema can still not be stored, or `undefined` when it can. */
export function storageFaultOf({ executionId, campaignVersion, reports }: ReportedChunk): string | undefined {
  if (executionId.length > 200) return 'executionId has more than 200 characters';
  if (campaignVersion > maxInteger) return 'campaignVersion is too large';
  const index = reports.findIndex(({ ordinal, attempt }) => ordinal > maxInteger || attempt > maxInteger);
  if (index !== -1) return `the ordinal or attempt of report ${index} is too large`;
  const timeless = reports.findIndex(({ at }) => !(Date.parse(at) >= 0));
  return timeless === -1 ? undefined : `report ${timeless} is not of a time since 1970`;
}
