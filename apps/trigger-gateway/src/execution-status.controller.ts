import { ApiKeyGuard, CurrentCaller, isPlainText, Problem, type Caller } from '@clarion/service';
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { statusOf, type ExecutionStatus } from './execution-status.js';
import { ExecutionsRepository } from './executions.repository.js';
import { FeedbackClient, type RecipientPage } from './feedback-client.js';

/** What became of an execution, recipient by recipient. Adobe has no such read for single sends (A.3). */
@Controller('v1/executions')
@UseGuards(ApiKeyGuard)
export class ExecutionStatusController {
  constructor(
    private readonly executions: ExecutionsRepository,
    private readonly feedback: FeedbackClient,
  ) {}

  @Get(':executionId')
  async status(
    @Param('executionId') executionId: string,
    @Query() query: Record<string, unknown>,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<ExecutionStatus> {
    const page = pageOf(query);
    const execution = isPlainText(executionId) ? await this.executions.read(executionId, sandbox) : undefined;
    if (!execution) throw new Problem(404, 'ExecutionNotFound', `The sandbox has no execution ${executionId}.`);
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

function numberOf(name: string, value: unknown, least: number, most: number): string {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return String(number);
  throw new Problem(400, 'InvalidRequest', `The parameter ${name} must be a whole number from ${least} to ${most}.`);
}
