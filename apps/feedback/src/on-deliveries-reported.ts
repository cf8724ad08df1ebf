import { events } from '@clarion/contracts';
import { done, retry, skip, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { LeaseWorker } from '@clarion/persistence';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { reportsOf, storageFaultOf } from './report.js';
import { ReportsRepository } from './reports.repository.js';
import type { Tables } from './tables.js';
import type { WebhookDeliveryRow } from './webhooks/webhook-deliveries.repository.js';
import { waitsFor, Webhooks, type Listening } from './webhooks/webhooks.js';

type DeliveriesReported = ReceivedEvent<typeof events.deliveriesReported>;

/** Keeps what is reported of deliveries, with what webhooks are owed for it. */
@Controller()
export class OnDeliveriesReported {
  constructor(
    private readonly reports: ReportsRepository,
    private readonly webhooks: Webhooks,
    private readonly worker: LeaseWorker<Tables, WebhookDeliveryRow>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.deliveriesReported.type)
  async handle(batch: DeliveriesReported[]): Promise<Outcome[]> {
    const listening = await this.webhooks.listeningTo(batch.map(({ data }) => data));
    const outcomes = batch.map((event) => outcomeOf(event, listening));
    const kept = batch.filter((_, index) => outcomes[index] === done);
    await this.reports.keep(
      kept.flatMap(({ data, traceparent }) => reportsOf(data, traceparent)),
      listening.webhooks,
    );
    if (listening.webhooks.size > 0) this.worker.wake();
    for (const event of kept) this.log(event);
    return outcomes;
  }

  private log({ data: { executionId, chunk, reports }, traceparent }: DeliveriesReported): void {
    const fields = { executionId, traceId: traceIdOf(traceparent), chunk, reports: reports.length };
    this.logger.debug(fields, 'reports kept');
  }
}

function outcomeOf({ data }: DeliveriesReported, listening: Listening): Outcome {
  const fault = storageFaultOf(data);
  if (fault !== undefined) return skip(`cannot be stored: ${fault}`);
  const why = waitsFor(data, listening);
  return why === undefined ? done : retry(why);
}
