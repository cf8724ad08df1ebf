import { Definitions } from '@clarion/definitions';
import { ApiKeyGuard, CurrentCaller, isPlainText, lackingLabels, Needs, Problem, type Caller } from '@clarion/service';
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { audienceStatusOf, type AudienceStatus } from './audience-status.js';
import { statusOf, type ExecutionStatus } from './execution-status.js';
import { ExecutionsRepository } from './executions.repository.js';
import { FeedbackClient, type RecipientPage } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

/** What became of an execution. Adobe has no such read for single sends, and none by recipient (A.3). */
@Controller()
@UseGuards(ApiKeyGuard)
export class ExecutionStatusController {
  constructor(
    private readonly executions: ExecutionsRepository,
    private readonly definitions: Definitions,
    private readonly feedback: FeedbackClient,
  ) {}

  /** Of every kind, recipient by recipient. */
  @Get('v1/executions/:executionId')
  @Needs('executions:read')
  async status(
    @Param('executionId') executionId: string,
    @Query() query: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<ExecutionStatus> {
    const page = pageOf(query);
    const execution = await this.find(executionId, caller);
    return statusOf(execution, await this.feedback.reported(executionId, page));
  }

  /** Adobe's status of an audience run. */
  @Get('ajo/im/executions/audience/:executionId')
  @Needs('executions:read')
  async audienceStatus(
    @Param('executionId') executionId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<AudienceStatus> {
    const execution = await this.find(executionId, caller, 'audience');
    const { campaign_id: campaignId, campaign_version: version } = execution;
    const [campaign, reported] = await Promise.all([
      this.definitions.version('campaign', campaignId, version),
      this.feedback.reported(executionId, { limit: '1' }),
    ]);
    return audienceStatusOf(execution, campaign?.audience?.id, reported);
  }

  /** One of a campaign whose labels the caller lacks is as one that is not there. */
  private async find(executionId: string, caller: Caller, kind?: ExecutionRow['kind']): Promise<ExecutionRow> {
    const { sandbox, heldLabels } = caller;
    const execution = isPlainText(executionId) ? await this.executions.read(executionId, sandbox) : undefined;
    if (execution && (kind === undefined || execution.kind === kind)) {
      const campaign = await this.definitions.active('campaign', execution.campaign_id);
      if (lackingLabels(campaign?.body.labels, heldLabels).length === 0) return execution;
    }
    const what = kind === undefined ? 'execution' : `${kind} execution`;
    throw new Problem(404, 'ExecutionNotFound', `The sandbox has no ${what} ${executionId}.`);
  }
}

/** `?after=` an ordinal, and `?limit=` 1 to 1,000 (100 unless given). */
function pageOf({ after, limit }: Record<string, unknown>): RecipientPage {
  const page: RecipientPage = {};
  if (after !== undefined) page.after = numberOf('after', after, 0, 2_147_483_647);
  if (limit !== undefined) page.limit = numberOf('limit', limit, 1, 1_000);
  return page;
}

function numberOf(name: string, value: unknown, least: number, most: number): string {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return String(number);
  throw new Problem(400, 'InvalidRequest', `The parameter ${name} must be a whole number from ${least} to ${most}.`);
}
