import { ServiceUnavailable } from '@clarion/contracts';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Controller, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { cancellationOf } from './cancellation.js';
import { CancellationsRepository } from './cancellations.repository.js';
import { cancellation, type Cancellation } from './execution-status.answer.js';
import { FeedbackClient, type Reported } from './feedback-client.js';
import { ReachableExecutions } from './reachable-executions.js';

/** Cancels executions; Adobe has no such call. */
@Area('Executions')
@Controller(['ajo/im/executions', 'v1/executions'])
@UseGuards(ApiKeyGuard)
export class CancellationsController {
  constructor(
    private readonly executions: ReachableExecutions,
    private readonly cancellations: CancellationsRepository,
    private readonly feedback: FeedbackClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whatever state it is in, and as often as it is asked for: the first time counts. */
  @Post(':executionId/cancel')
  @HttpCode(200)
  @Does('Stops what of an execution was not sent.', 'The first time counts: asked again, it says the same.')
  @Answers(200, cancellation, 'It is cancelled, and what was sent by now.')
  @Refuses(404, 'ExecutionNotFound')
  @Needs('executions:write')
  async cancel(
    @Param('executionId') executionId: string,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<Cancellation> {
    const { keyId } = caller;
    await this.executions.byId(executionId, caller);
    const cancelled = await this.cancellations.cancel([executionId], keyId, traceparent);
    if (cancelled > 0) this.logger.info({ executionId, keyId, traceId: traceIdOf(traceparent) }, 'execution cancelled');
    const reported = await this.reported(executionId);
    return cancellationOf(await this.executions.byId(executionId, caller), reported);
  }

  private async reported(executionId: string): Promise<Reported | undefined | 'unknown'> {
    try {
      return await this.feedback.reported(executionId, { limit: '1' });
    } catch (error) {
      if (error instanceof ServiceUnavailable) return 'unknown';
      throw error;
    }
  }
}
