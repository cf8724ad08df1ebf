import { events } from '@clarion/contracts';
import { done, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { CancellationsRepository } from './cancellations.repository.js';

type ExecutionCancelled = ReceivedEvent<typeof events.executionCancelled>;

/** Ends cancelled executions that wait for data, and keeps in mind those that have not come yet. */
@Controller()
export class OnExecutionCancelled {
  constructor(
    private readonly cancellations: CancellationsRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.executionCancelled.type)
  async handle(batch: ExecutionCancelled[]): Promise<Outcome[]> {
    const ended = new Set(await this.cancellations.cancel(batch.map(({ data }) => data.executionId)));
    for (const { data, traceparent } of batch) {
      const { executionId } = data;
      if (ended.has(executionId))
        this.logger.info({ executionId, traceId: traceIdOf(traceparent) }, 'fetching cancelled');
    }
    return batch.map(() => done);
  }
}
