import { events } from '@clarion/contracts';
import { done, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { CancellationsRepository } from './cancellations.repository.js';

type ExecutionCancelled = ReceivedEvent<typeof events.executionCancelled>;

/** Keeps in mind which executions are cancelled, and has what of them is deferred excluded. */
@Controller()
export class OnExecutionCancelled {
  constructor(private readonly cancellations: CancellationsRepository) {}

  @EventPattern(events.executionCancelled.type)
  async handle(batch: ExecutionCancelled[]): Promise<Outcome[]> {
    await this.cancellations.keep(batch.map(({ data }) => data.executionId));
    return batch.map(() => done);
  }
}
