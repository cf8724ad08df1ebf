import { events } from '@clarion/contracts';
import { done, retry, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { LeaseWorker } from '@clarion/persistence';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { progressOf } from './progress.js';
import { ProgressRepository } from './progress.repository.js';
import type { Tables } from './tables.js';
import type { WebhookDeliveryRow } from './webhooks/webhook-deliveries.repository.js';
import { waitsFor, Webhooks } from './webhooks/webhooks.js';

type ExecutionProgressed = ReceivedEvent<typeof events.executionProgressed>;

/** Keeps where executions stand as a whole: planned, suspended, resumed, skipped or failed; webhooks are owed the ends. */
@Controller()
export class OnExecutionProgressed {
  constructor(
    private readonly progress: ProgressRepository,
    private readonly webhooks: Webhooks,
    private readonly worker: LeaseWorker<Tables, WebhookDeliveryRow>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.executionProgressed.type)
  async handle(batch: ExecutionProgressed[]): Promise<Outcome[]> {
    const listening = await this.webhooks.listeningTo(batch.map(({ data }) => data));
    const outcomes = batch.map(({ data }) => {
      const why = waitsFor(data, listening);
      return why === undefined ? done : retry(why);
    });
    const kept = batch.filter((_, index) => outcomes[index] === done);
    await this.progress.keep(
      kept.map(({ data, traceparent }) => progressOf(data, traceparent)),
      listening.webhooks,
    );
    if (listening.webhooks.size > 0) this.worker.wake();
    for (const { data, traceparent } of kept) {
      const { executionId, state } = data;
      this.logger.debug({ executionId, traceId: traceIdOf(traceparent), state }, 'progress kept');
    }
    return outcomes;
  }
}
