import { events } from '@clarion/contracts';
import { done, skip, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { reportsOf, storageFaultOf } from './report.js';
import { ReportsRepository } from './reports.repository.js';

type DeliveriesReported = ReceivedEvent<typeof events.deliveriesReported>;

/** Keeps what is reported of deliveries. */
@Controller()
export class OnDeliveriesReported {
  constructor(
    private readonly reports: ReportsRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.deliveriesReported.type)
  async handle(batch: DeliveriesReported[]): Promise<Outcome[]> {
    const faults = batch.map(({ data }) => storageFaultOf(data));
    const storable = batch.filter((_, index) => faults[index] === undefined);
    await this.reports.keep(storable.flatMap(({ data }) => reportsOf(data)));
    for (const event of storable) this.log(event);
    return faults.map((fault) => (fault === undefined ? done : skip(`cannot be stored: ${fault}`)));
  }

  private log({ data: { executionId, chunk, reports }, traceparent }: DeliveriesReported): void {
    const fields = { executionId, traceId: traceIdOf(traceparent), chunk, reports: reports.length };
    this.logger.debug(fields, 'reports kept');
  }
}
