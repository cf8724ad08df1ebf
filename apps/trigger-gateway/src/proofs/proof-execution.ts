import { events, type Campaign, type Recipient } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { v7 as uuidv7 } from 'uuid';
import { canonicalHash } from '../canonical-hash.js';
import type { ExecutionRow } from '../tables.js';

/** A version of a campaign that is sent to named addresses, live or not, whatever its category. */
export interface Proof {
  sandbox: string;
  campaignId: string;
  campaignVersion: number;
  /** At most 20, each another person. */
  recipients: Recipient[];
  /** Which variant each of them gets. */
  variants: { treatment: string; locale: string }[];
  /** What is said to all; the recipients' own contexts have it already. */
  context?: Record<string, unknown>;
  subjectPrefix: string;
  /** The id of the key that asks for it. */
  requestedBy: string;
}

/** The row of a proof that is accepted now, which is always new, and the event that starts it. */
export function proofExecution(
  proof: Proof,
  campaign: Campaign,
  traceparent: string,
): { execution: ExecutionRow; owed: OutgoingEvent } {
  const { sandbox, campaignId, campaignVersion, recipients, variants, context, subjectPrefix, requestedBy } = proof;
  const executionId = `UMA-${uuidv7()}`;
  const acceptedAt = new Date();
  const needsData = (campaign.dataSources ?? []).length > 0;
  const owed = event(needsData ? events.executionAccepted : events.executionReady, {
    ...{ id: executionId, key: executionId, traceparent },
    data: {
      ...{ executionId, sandbox, campaignId, campaignVersion, subjectPrefix, recipients, variants },
      purpose: 'proof',
      acceptedAt: acceptedAt.toISOString(),
      ...(context && { context }),
    },
  });
  const execution: ExecutionRow = {
    execution_id: executionId,
    kind: 'unitary',
    sandbox,
    campaign_id: campaignId,
    campaign_version: campaignVersion,
    purpose: 'proof',
    request_id: executionId,
    body_hash: canonicalHash(proof),
    targeted: recipients.length,
    refused_recipients: null,
    execution_metadata: null,
    accepted_at: acceptedAt,
    accepted_by: requestedBy,
    cancelled_at: null,
    cancelled_by: null,
    schedule_id: null,
  };
  return { execution, owed };
}
