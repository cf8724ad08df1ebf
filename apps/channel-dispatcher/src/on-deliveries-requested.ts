import { events } from '@clarion/contracts';
import { done, PUBLISHER, type Outcome, type Publisher, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { DeliveriesRepository, type Ended } from './deliveries.repository.js';
import type { Delivery } from './delivery.js';
import { Dispatch } from './dispatch.js';
import { reportEvents } from './report-events.js';

type Requested = ReceivedEvent<typeof events.transactionalDeliveriesRequested>;

/** At most so many deliveries are *sending* at once per partition: all that a crash can leave in doubt. */
const windowSize = 128;

/** Sends requested deliveries and reports what became of each. */
@Controller()
export class OnDeliveriesRequested {
  constructor(
    private readonly ledger: DeliveriesRepository,
    private readonly dispatch: Dispatch,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.transactionalDeliveriesRequested.type)
  async handle(batch: Requested[]): Promise<Outcome[]> {
    const deliveries = distinct(batch.flatMap(deliveriesOf));
    const ended: Ended[] = [];
    for (let first = 0; first < deliveries.length; first += windowSize) {
      ended.push(...(await this.sendWindow(deliveries.slice(first, first + windowSize))));
    }
    await this.publisher.publish(reportEvents(batch, ended));
    return batch.map(() => done);
  }

  private async sendWindow(window: Delivery[]): Promise<Ended[]> {
    const attempts = await this.ledger.begin(window, new Date());
    const sent = await Promise.all(
      window.flatMap((delivery) => {
        const attempt = attempts.get(delivery.deliveryId);
        return attempt === undefined ? [] : [this.send(delivery, attempt)];
      }),
    );
    if (sent.length > 0) await this.ledger.end(sent);
    const before = window.filter(({ deliveryId }) => !attempts.has(deliveryId)).map(({ deliveryId }) => deliveryId);
    return [...sent, ...(await this.ledger.ended(before))];
  }

  private async send(delivery: Delivery, attempt: number): Promise<Ended> {
    const { deliveryId, executionId, traceparent } = delivery;
    const result = await this.dispatch.deliver(delivery);
    const fields = { executionId, deliveryId, traceId: traceIdOf(traceparent), attempt };
    if (result.state === 'sent') this.logger.info(fields, 'delivery sent');
    else this.logger.warn({ ...fields, reason: result.reason }, 'delivery failed');
    return { deliveryId, attempt, result, at: new Date() };
  }
}

function deliveriesOf({ data: { deliveries, ...chunk }, traceparent }: Requested): Delivery[] {
  const { executionId, sandbox, campaignId, campaignVersion } = chunk;
  return deliveries.map((delivery) => ({
    ...delivery,
    executionId,
    sandbox,
    campaignId,
    campaignVersion,
    traceparent,
  }));
}

/** A chunk may have come twice in one batch. */
function distinct(deliveries: Delivery[]): Delivery[] {
  return [...new Map(deliveries.map((delivery) => [delivery.deliveryId, delivery])).values()];
}
