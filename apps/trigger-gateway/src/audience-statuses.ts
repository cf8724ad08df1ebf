import { Definitions } from '@clarion/definitions';
import { Injectable } from '@nestjs/common';
import { audienceStatusOf } from './audience-status.js';
import type { AudienceStatus } from './execution-status.answer.js';
import { FeedbackClient } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

/** Knows how far audience executions have come. */
@Injectable()
export class AudienceStatuses {
  constructor(
    private readonly definitions: Definitions,
    private readonly feedback: FeedbackClient,
  ) {}

  /** @throws ServiceUnavailable */
  async of(execution: ExecutionRow): Promise<AudienceStatus> {
    const { execution_id: executionId, campaign_id: campaignId, campaign_version: version } = execution;
    const [campaign, reported] = await Promise.all([
      this.definitions.version('campaign', campaignId, version),
      this.feedback.reported(executionId, { limit: '1' }),
    ]);
    return audienceStatusOf(execution, campaign?.audience?.id, reported);
  }
}
