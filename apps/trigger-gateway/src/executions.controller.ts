import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { ApiKeyGuard, bodyValidation, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Body, Controller, HttpCode, Inject, Post, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AudienceExecutionBody } from './audience-execution.body.js';
import type { Call } from './call.js';
import { Executions } from './executions.js';
import type { ExecutionRow } from './tables.js';
import { UnitaryExecutionBody } from './unitary-execution.body.js';

/** Adobe's `imExecutionResponse` (A.3.2). */
interface ExecutionResponse {
  executionId: string;
  requestId: string;
  createdAt: string;
  createdBy: string;
  modifiedAt: string;
  modifiedBy: string;
}

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
  ): Promise<ExecutionResponse> {
    return this.accept({ kind: 'unitary', isHighThroughput: false, body }, caller, traceparent, reply);
  }

  @Post('highthroughput')
  @HttpCode(202)
  @Needs('executions:write')
  async postHighThroughput(
    @Body(bodyValidation('ignored')) body: UnitaryExecutionBody,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExecutionResponse> {
    return this.accept({ kind: 'unitary', isHighThroughput: true, body }, caller, traceparent, reply);
  }

  @Post('audience')
  @HttpCode(202)
  @Needs('executions:write')
  async postAudience(
    @Body(bodyValidation('ignored')) body: AudienceExecutionBody,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExecutionResponse> {
    return this.accept({ kind: 'audience', body }, caller, traceparent, reply);
  }

  private async accept(
    call: Call,
    caller: Caller,
    traceparent: string,
    reply: FastifyReply,
  ): Promise<ExecutionResponse> {
    const { execution, isNew } = await this.executions.accept(call, caller, traceparent);
    const { execution_id: executionId, campaign_id: campaignId } = execution;
    this.logger.debug({ executionId, campaignId, isNew, traceId: traceIdOf(traceparent) }, 'execution accepted');
    if (!isNew) void reply.header('idempotency-replayed', 'true');
    return responseOf(execution);
  }
}

function responseOf(execution: ExecutionRow): ExecutionResponse {
  const at = execution.accepted_at.toISOString();
  return {
    executionId: execution.execution_id,
    requestId: execution.request_id,
    createdAt: at,
    createdBy: execution.accepted_by,
    modifiedAt: at,
    modifiedBy: execution.accepted_by,
  };
}
