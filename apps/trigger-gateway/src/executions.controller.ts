import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Controller, HttpCode, Inject, Post, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { acceptedAnswerOf, type AcceptedAnswer } from './accepted-answer.js';
import type { Call } from './call.js';
import { Executions } from './executions.js';
import { PlacesInterceptor } from './limits/places.interceptor.js';
import { RateInterceptor } from './limits/rate.interceptor.js';
import { Rated } from './limits/rated.js';
import { Sent } from './sent-request.js';
import { wellFormedCall, type SentRequest } from './well-formed-call.js';

/** Adobe's Interactive Message Execution API (A.3), and the same under our own path. */
@Controller(['ajo/im/executions', 'v1/executions'])
@UseGuards(ApiKeyGuard)
@UseInterceptors(PlacesInterceptor, RateInterceptor)
export class ExecutionsController {
  constructor(
    private readonly executions: Executions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post('unitary')
  @HttpCode(202)
  @Needs('executions:write')
  @Rated('standard')
  async postUnitary(
    @Sent() sent: SentRequest,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedAnswer> {
    return this.accept(await wellFormedCall('unitary', sent), caller, traceparent, reply);
  }

  @Post('audience')
  @HttpCode(202)
  @Needs('executions:write')
  @Rated('standard')
  async postAudience(
    @Sent() sent: SentRequest,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedAnswer> {
    return this.accept(await wellFormedCall('audience', sent), caller, traceparent, reply);
  }

  private async accept(call: Call, caller: Caller, traceparent: string, reply: FastifyReply): Promise<AcceptedAnswer> {
    const { execution, isNew } = await this.executions.accept(call, caller, traceparent);
    const { execution_id: executionId, campaign_id: campaignId } = execution;
    this.logger.debug({ executionId, campaignId, isNew, traceId: traceIdOf(traceparent) }, 'execution accepted');
    if (!isNew) void reply.header('idempotency-replayed', 'true');
    return acceptedAnswerOf(call, execution);
  }
}
