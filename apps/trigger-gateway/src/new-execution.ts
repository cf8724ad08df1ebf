import { events, type Campaign, type Recipient } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { pooledRandom } from '@clarion/observability';
import { v7 as uuidv7 } from 'uuid';
import type { Call } from './call.js';
import { endpointOf, type Endpoint, type Mode } from './endpoint.js';
import type { ExecutionRow } from './tables.js';

/** Design, section 2. */
const prefixes: Record<Endpoint, string> = { unitary: 'UMA', highthroughput: 'HUMA', audience: 'BMA' };

/** The row of a call that is accepted now. Without a `requestId` the execution's own id stands as one: it is no repeat. */
export function newExecution(
  call: Call,
  campaign: Mode,
  accepted: Pick<ExecutionRow, 'sandbox' | 'campaign_version' | 'purpose' | 'body_hash' | 'accepted_by'>,
): ExecutionRow {
  const { kind, body } = call;
  const executionId = `${prefixes[endpointOf(campaign)]}-${uuidv7({ random: pooledRandom(16) })}`;
  return {
    ...accepted,
    execution_id: executionId,
    kind,
    campaign_id: body.campaignId,
    request_id: body.requestId ?? executionId,
    ...addresseesOf(call),
    accepted_at: new Date(),
    cancelled_at: null,
    cancelled_by: null,
    schedule_id: null,
  };
}

function addresseesOf(call: Call): Pick<ExecutionRow, 'targeted' | 'refused_recipients' | 'execution_metadata'> {
  if (call.kind === 'audience') return { targeted: null, refused_recipients: null, execution_metadata: null };
  const { body, partial } = call;
  return {
    targeted: body.recipients.length,
    refused_recipients: partial?.refused ?? null,
    execution_metadata: metadataOf(body.recipients),
  };
}

function metadataOf(recipients: readonly Recipient[]): ExecutionRow['execution_metadata'] {
  if (recipients.every(({ executionMetadata }) => executionMetadata === undefined)) return null;
  return recipients.map(({ executionMetadata }) => executionMetadata ?? null);
}

/** The event that starts it: its data sources are fetched first, where its campaign has any. */
export function owedEvent(row: ExecutionRow, call: Call, campaign: Campaign, traceparent: string): OutgoingEvent {
  const needsData = (campaign.dataSources ?? []).length > 0;
  return event(needsData ? events.executionAccepted : events.executionReady, {
    id: row.execution_id,
    key: row.execution_id,
    traceparent,
    data: {
      executionId: row.execution_id,
      sandbox: row.sandbox,
      campaignId: row.campaign_id,
      campaignVersion: row.campaign_version,
      ...(row.purpose && { purpose: row.purpose }),
      ...(hasWebhooks(row, campaign) && { webhooks: { requestId: row.request_id } }),
      acceptedAt: row.accepted_at.toISOString(),
      ...addressedTo(call),
    },
  });
}

/** Dry runs are told to nobody. */
function hasWebhooks({ purpose }: ExecutionRow, { enableWebhooks = false }: Campaign): boolean {
  return enableWebhooks && purpose === null;
}

function addressedTo(call: Call): { recipients: Recipient[] } | { context?: Record<string, unknown> } {
  if (call.kind === 'unitary') return { recipients: call.body.recipients };
  return call.body.context ? { context: call.body.context } : {};
}
