import { ApiKeyGuard, CurrentCaller, isPlainText, Needs, Problem, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { Type } from '@sinclair/typebox';
import { AudienceStatuses } from './audience-statuses.js';
import {
  audienceStatus,
  executionStatus,
  type AudienceStatus,
  type ExecutionStatus,
} from './execution-status.answer.js';
import { statusOf } from './execution-status.js';
import { FeedbackClient, type RecipientPage } from './feedback-client.js';
import { ReachableExecutions } from './reachable-executions.js';

/** A page of recipients. */
const page = {
  after: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'The `next` of the page before.' }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000, description: 'How many recipients; 100 unless given.' }),
  ),
};

/** What became of an execution. Adobe has no such read for single sends, and none by recipient (A.3). */
@Area('Executions')
@Controller()
@UseGuards(ApiKeyGuard)
export class ExecutionStatusController {
  constructor(
    private readonly executions: ReachableExecutions,
    private readonly audiences: AudienceStatuses,
    private readonly feedback: FeedbackClient,
  ) {}

  /** Of every kind, recipient by recipient. */
  @Get(['ajo/im/executions/:executionId', 'v1/executions/:executionId'])
  @Does('Says what became of an execution, recipient by recipient.')
  @TakesQuery(page)
  @Answers(200, executionStatus, 'How far it has come.')
  @Refuses(400, 'InvalidRequest')
  @Refuses(404, 'ExecutionNotFound')
  @Needs('executions:read')
  async status(
    @Param('executionId') executionId: string,
    @Query() query: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<ExecutionStatus> {
    const page = pageOf(query);
    return this.statusOfBegun(executionId, caller, page);
  }

  /** The same, of the execution that a request came to. */
  @Get(['ajo/im/executions', 'v1/executions'])
  @Does('Says the same of the execution that a request came to.')
  @TakesQuery({
    campaignId: Type.String({ minLength: 1, maxLength: 64 }),
    requestId: Type.String({ minLength: 1, maxLength: 255 }),
    ...page,
  })
  @Answers(200, executionStatus, 'How far it has come.')
  @Refuses(400, 'InvalidRequest')
  @Refuses(404, 'ExecutionNotFound')
  @Needs('executions:read')
  async statusOfRequest(
    @Query() query: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<ExecutionStatus> {
    const page = pageOf(query);
    const [campaignId, requestId] = [nameOf('campaignId', query, 64), nameOf('requestId', query, 255)];
    const execution = await this.executions.ofRequest(campaignId, requestId, caller);
    if (!execution) {
      const additionalContext = { campaignId, requestId };
      const detail = `Campaign ${campaignId} has no execution of the request ${requestId}.`;
      throw new Problem(404, 'ExecutionNotFound', detail, { additionalContext });
    }
    return this.statusOfBegun(execution.execution_id, caller, page);
  }

  /** Adobe's status of an audience run. */
  @Get(['ajo/im/executions/audience/:executionId', 'v1/executions/audience/:executionId'])
  @Does('Says how far an audience execution has come, as Adobe does.')
  @Answers(200, audienceStatus, 'How far it has come.')
  @Refuses(404, 'ExecutionNotFound')
  @Needs('executions:read')
  async audienceStatus(
    @Param('executionId') executionId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<AudienceStatus> {
    return this.audiences.of(await this.executions.byId(executionId, caller, 'audience'));
  }

  private async statusOfBegun(executionId: string, caller: Caller, page: RecipientPage): Promise<ExecutionStatus> {
    const execution = await this.executions.byId(executionId, caller);
    return statusOf(execution, await this.feedback.reported(executionId, page));
  }
}

/** `?after=` an ordinal, and `?limit=` 1 to 1,000 (100 unless given). */
function pageOf({ after, limit }: Record<string, unknown>): RecipientPage {
  const page: RecipientPage = {};
  if (after !== undefined) page.after = numberOf('after', after, 0, 2_147_483_647);
  if (limit !== undefined) page.limit = numberOf('limit', limit, 1, 1_000);
  return page;
}

function nameOf(name: string, { [name]: value }: Record<string, unknown>, maxLength: number): string {
  if (typeof value === 'string' && value !== '' && value.length <= maxLength && isPlainText(value)) return value;
  throw new Problem(
    400,
    'InvalidRequest',
    `The parameter ${name} must be given, with at most ${maxLength} characters.`,
  );
}

function numberOf(name: string, value: unknown, least: number, most: number): string {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return String(number);
  throw new Problem(400, 'InvalidRequest', `The parameter ${name} must be a whole number from ${least} to ${most}.`);
}
