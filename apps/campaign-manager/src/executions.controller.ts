import {
  ApiKeyGuard,
  bodyValidation,
  CurrentCaller,
  CurrentTrace,
  Needs,
  Problem,
  type Caller,
} from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Body, Controller, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { Matches } from 'class-validator';
import { Fetcher } from './fetcher.js';
import {
  fetchesAnswer,
  resumedAnswer,
  snapshotChoiceAnswer,
  type FetchesAnswer,
  type ResumedAnswer,
  type SnapshotChoiceAnswer,
} from './fetches.answer.js';

/** What a suspended fetch takes instead of an answer. */
export class SnapshotChoiceBody {
  @Matches(/^\d{1,18}$/, { message: '$property must be the id of a snapshot' })
  snapshotId!: string;
}

/** What was fetched for executions, which the data-fetcher owns: shown here, kept there. */
@Area('Executions')
@Controller('v1/executions/:executionId')
@UseGuards(ApiKeyGuard)
export class ExecutionsController {
  constructor(private readonly fetcher: Fetcher) {}

  /** Each data source with its state, its snapshot and its calls. */
  @Get('fetches')
  @Needs('executions:read')
  @Does('Shows what was fetched for an execution, call by call.')
  @Answers(200, fetchesAnswer, 'Each data source with its state, its snapshot and its calls.')
  @Refuses(404, 'ExecutionNotFound')
  async fetches(
    @Param('executionId') executionId: string,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<FetchesAnswer> {
    return thereIs(await this.fetcher.fetchesOf(executionId, sandbox));
  }

  /** Its suspended data sources are called again. */
  @Post('resume')
  @HttpCode(200)
  @Needs('executions:write')
  @Does('Has the suspended data sources of an execution called again.')
  @Answers(200, resumedAnswer, 'Which go on.')
  @Refuses(404, 'ExecutionNotFound')
  async resume(
    @Param('executionId') executionId: string,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<ResumedAnswer> {
    return thereIs(await this.fetcher.resume(executionId, sandbox, traceparent));
  }

  /** A suspended data source takes a copy of a snapshot instead. */
  @Post('fetches/:alias/use')
  @HttpCode(200)
  @Needs('executions:write')
  @Does('Has a suspended data source take a copy of a snapshot.')
  @Answers(200, snapshotChoiceAnswer, 'The copy.')
  @Refuses(404, 'ExecutionNotFound', 'FetchNotFound', 'SnapshotNotFound')
  @Refuses(409, 'NotSuspended')
  async use(
    @Param() fetch: { executionId: string; alias: string },
    @Body(bodyValidation('refused')) { snapshotId }: SnapshotChoiceBody,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<SnapshotChoiceAnswer> {
    return thereIs(await this.fetcher.use(fetch, snapshotId, sandbox, traceparent));
  }
}

function thereIs<Answer>(answer: Answer | undefined): Answer {
  if (!answer) throw new Problem(404, 'ExecutionNotFound', 'No such execution of the sandbox has external data.');
  return answer;
}
