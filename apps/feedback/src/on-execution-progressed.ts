import { events } from '@clarion/contracts';
import { done, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { progressOf } from './progress.js';
import { ProgressRepository } from './progress.repository.js';

type ExecutionProgressed = ReceivedEvent<typeof events.executionProgressed>;

/** Keeps where executions stand as a whole: planned, suspended, resumed, skipped or failed. */
@Controller()
export class OnExecutionProgressed {
  constructor(
    private readonly progress: ProgressRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.executionProgressed.type)
  async handle(batch: ExecutionProgressed[]): Promise<Outcome[]> {
    await this.progress.keep(batch.map(({ data }) => progressOf(data)));
    for (const { data, traceparent } of batch) {
      const { executionId, state } = data;
      this.logger.debug({ executionId, traceId: traceIdOf(traceparent), state }, 'progress kept');
    }
    return batch.map(() => done);
  }
}
