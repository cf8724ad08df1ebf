import { events, type Campaign, type Recipient } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { Call } from './call.js';
import { endpointOf, type Endpoint } from './endpoint.js';
import type { ExecutionRow } from './tables.js';

/** Design, section 2. */
const prefixes: Record<Endpoint, string> = { unitary: 'UMA', highthroughput: 'HUMA', audience: 'BMA' };

/** The row of a call that is accepted now. Without a `requestId` the execution's own id stands as one: it is no repeat. */
export function newExecution(
  { kind, body }: Call,
  campaign: Campaign,
  accepted: Pick<ExecutionRow, 'sandbox' | 'campaign_version' | 'body_hash' | 'accepted_by'>,
): ExecutionRow {
  const executionId = `${prefixes[endpointOf(campaign)]}-${uuidv7()}`;
  return {
    ...accepted,
    execution_id: executionId,
    kind,
    campaign_id: body.campaignId,
    request_id: body.requestId ?? executionId,
    targeted: kind === 'unitary' ? body.recipients.length : null,
    accepted_at: new Date(),
  };
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
      acceptedAt: row.accepted_at.toISOString(),
      ...addressedTo(call),
    },
  });
}

function addressedTo(call: Call): { recipients: Recipient[] } | { context?: Record<string, unknown> } {
  if (call.kind === 'unitary') return { recipients: call.body.recipients };
  return call.body.context ? { context: call.body.context } : {};
}
