import { progressOf, type Progress } from './execution-status.js';
import type { Reported } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

/** Adobe's `executionStatusResponse` (A.3.2), and how far the run has come beside it. */
export interface AudienceStatus extends Progress {
  executionId: string;
  createdAt: string;
  campaignId: string;
  audienceId?: string;
  /** Absent until the run is planned. */
  targetedProfileCount?: number;
}

/** The status of an audience run: its row, its campaign version's audience, and what is known of it since. */
export function audienceStatusOf(
  execution: ExecutionRow,
  audienceId: string | undefined,
  reported: Reported | undefined,
): AudienceStatus {
  const progress = progressOf(execution, reported);
  return {
    executionId: execution.execution_id,
    createdAt: execution.accepted_at.toISOString(),
    campaignId: execution.campaign_id,
    ...(audienceId !== undefined && { audienceId }),
    ...(reported?.run?.targeted !== undefined && { targetedProfileCount: progress.counts.targeted }),
    ...progress,
  };
}
