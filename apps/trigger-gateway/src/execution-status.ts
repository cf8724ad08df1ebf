import type { Reported } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

/** What a caller learns of an execution: as a whole, and recipient by recipient. */
export interface ExecutionStatus extends Pick<Reported, 'recipients' | 'next'> {
  executionId: string;
  requestId: string;
  campaignId: string;
  campaignVersion: number;
  acceptedAt: string;
  /** `Failed` when every recipient has ended and none was sent anything because of a failure (words of A.3.2). */
  status: 'InProgress' | 'Succeeded' | 'Failed';
  /** `pending` is the rest: *targeted* is the sum of all others at every moment. */
  counts: { targeted: number; pending: number; sent: number; failed: number; excluded: number };
}

/** The status of an execution, from the row that accepted it and what was reported, if anything was yet. */
export function statusOf(execution: ExecutionRow, reported: Reported | undefined): ExecutionStatus {
  const { sent, failed, excluded } = reported?.counts ?? { sent: 0, failed: 0, excluded: 0 };
  const { targeted } = execution;
  const pending = targeted - sent - failed - excluded;
  return {
    executionId: execution.execution_id,
    requestId: execution.request_id,
    campaignId: execution.campaign_id,
    campaignVersion: execution.campaign_version,
    acceptedAt: execution.accepted_at.toISOString(),
    status: pending > 0 ? 'InProgress' : sent === 0 && failed > 0 ? 'Failed' : 'Succeeded',
    counts: { targeted, pending, sent, failed, excluded },
    recipients: reported?.recipients ?? [],
    ...(reported?.next !== undefined && { next: reported.next }),
  };
}
