import type { AudienceStatus } from './execution-status.answer.js';
import { progressOf } from './execution-status.js';
import type { Reported } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

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
