import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does } from '@clarion/service/openapi';
import { Controller, HttpCode, Inject, Post, Res, UseGuards } from '@nestjs/common';
import { Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { acceptedAnswerOf, type AcceptedAnswer } from './accepted-answer.js';
import { AudienceExecutionBody } from './audience-execution.body.js';
import { RefusesCall, replayed, TakesCall } from './call-description.js';
import type { Call } from './call.js';
import { executionResponse } from './execution-response.answer.js';
import { Executions } from './executions.js';
import { Admission, type RateKind } from './limits/admission.js';
import { Places } from './limits/places.js';
import { TellsRates } from './limits/tells-rates.js';
import { scheduleStatus } from './schedules/schedule-status.answer.js';
import { Sent } from './sent-request.js';
import { UnitaryExecutionBody } from './unitary-execution.body.js';
import { wellFormedCall, wellFormedUnitaryCall, type SentRequest } from './well-formed-call.js';

/** Adobe's Interactive Message Execution API (A.3), and the same under our own path. */
@Area('Executions')
@Controller(['ajo/im/executions', 'v1/executions'])
@UseGuards(ApiKeyGuard)
export class ExecutionsController {
  constructor(
    private readonly places: Places,
    private readonly admission: Admission,
    private readonly executions: Executions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post('unitary')
  @Does('Sends a transactional campaign to the recipients that are named.')
  @TakesCall(UnitaryExecutionBody)
  @Answers(202, executionResponse, 'It is kept, and will run.', { headers: replayed })
  @RefusesCall()
  @HttpCode(202)
  @Needs('executions:write')
  @TellsRates()
  async postUnitary(
    @Sent() sent: SentRequest,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedAnswer> {
    return this.admitted('standard', caller, reply, async () => {
      const call = await wellFormedUnitaryCall(sent);
      return this.accept({ ...call, isHighThroughput: false }, caller, traceparent, reply);
    });
  }

  @Post('highthroughput')
  @Does('Sends a transactional campaign in high-throughput mode to the recipients that are named.')
  @TakesCall(UnitaryExecutionBody)
  @Answers(202, executionResponse, 'It is kept, and will run.', { headers: replayed })
  @RefusesCall()
  @HttpCode(202)
  @Needs('executions:write')
  @TellsRates()
  async postHighThroughput(
    @Sent() sent: SentRequest,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedAnswer> {
    return this.admitted('highThroughput', caller, reply, async () => {
      const call = await wellFormedUnitaryCall(sent);
      return this.accept({ ...call, isHighThroughput: true }, caller, traceparent, reply);
    });
  }

  @Post('audience')
  @Does('Sends a marketing campaign to its audience, now or at `schedule.executeAt`.')
  @TakesCall(AudienceExecutionBody)
  @Answers(202, Type.Union([executionResponse, scheduleStatus]), 'It is kept, and will run.', { headers: replayed })
  @RefusesCall()
  @HttpCode(202)
  @Needs('executions:write')
  @TellsRates()
  async postAudience(
    @Sent() sent: SentRequest,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedAnswer> {
    return this.admitted('standard', caller, reply, async () =>
      this.accept(await wellFormedCall('audience', sent), caller, traceparent, reply),
    );
  }

  /** What a call asks for, once it is let in: in a place and within its rates, before its body is looked at. */
  private async admitted<Result>(
    kind: RateKind,
    caller: Caller,
    reply: FastifyReply,
    work: () => Promise<Result>,
  ): Promise<Result> {
    return this.places.within(caller.sandbox, async () => {
      await this.admission.admit(caller, kind, 1, reply);
      return work();
    });
  }

  private async accept(call: Call, caller: Caller, traceparent: string, reply: FastifyReply): Promise<AcceptedAnswer> {
    const { execution, isNew } = await this.executions.accept(call, caller, traceparent);
    const { execution_id: executionId, campaign_id: campaignId } = execution;
    this.logger.debug({ executionId, campaignId, isNew, traceId: traceIdOf(traceparent) }, 'execution accepted');
    if (!isNew) void reply.header('idempotency-replayed', 'true');
    return acceptedAnswerOf(call, execution);
  }
}
