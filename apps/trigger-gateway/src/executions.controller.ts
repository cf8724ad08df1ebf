import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { ApiKeyGuard, bodyValidation, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Body, Controller, HttpCode, Inject, Post, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { acceptedAnswerOf, type AcceptedAnswer } from './accepted-answer.js';
import { AudienceExecutionBody } from './audience-execution.body.js';
import type { Call } from './call.js';
import { Executions } from './executions.js';
import { UnitaryExecutionBody } from './unitary-execution.body.js';

/** Adobe's Interactive Message Execution API (A.3). */
@Controller('ajo/im/executions')
@UseGuards(ApiKeyGuard)
export class ExecutionsController {
  constructor(
    private readonly executions: Executions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post('unitary')
  @HttpCode(202)
  @Needs('executions:write')
  async postUnitary(
    @Body(bodyValidation('ignored')) body: UnitaryExecutionBody,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedAnswer> {
    return this.accept({ kind: 'unitary', body }, caller, traceparent, reply);
  }

  @Post('audience')
  @HttpCode(202)
  @Needs('executions:write')
  async postAudience(
    @Body(bodyValidation('ignored')) body: AudienceExecutionBody,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedAnswer> {
    return this.accept({ kind: 'audience', body }, caller, traceparent, reply);
  }

  private async accept(call: Call, caller: Caller, traceparent: string, reply: FastifyReply): Promise<AcceptedAnswer> {
    const { execution, isNew } = await this.executions.accept(call, caller, traceparent);
    const { execution_id: executionId, campaign_id: campaignId } = execution;
    this.logger.debug({ executionId, campaignId, isNew, traceId: traceIdOf(traceparent) }, 'execution accepted');
    if (!isNew) void reply.header('idempotency-replayed', 'true');
    return acceptedAnswerOf(call, execution);
  }
}
