import { events } from '@clarion/contracts';
import { done, PUBLISHER, type Outcome, type Publisher, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { Contents } from './contents.js';
import { DeliveriesRepository, type Ended } from './deliveries.repository.js';
import type { Content, Delivery, Failed } from './delivery.js';
import { Dispatch } from './dispatch.js';
import { reportEvents } from './report-events.js';

type Requested = ReceivedEvent<typeof events.transactionalDeliveriesRequested>;

/** At most so many deliveries are *sending* at once per partition: all that a crash can leave in doubt. */
const windowSize = 128;

/** A delivery with what it says. */
interface Outgoing {
  delivery: Delivery;
  content: Content | Failed;
}

/** Sends requested deliveries and reports what became of each. */
@Controller()
export class OnDeliveriesRequested {
  constructor(
    private readonly contents: Contents,
    private readonly ledger: DeliveriesRepository,
    private readonly dispatch: Dispatch,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.transactionalDeliveriesRequested.type)
  async handle(batch: Requested[]): Promise<Outcome[]> {
    // All that may be away is asked before the first delivery is begun.
    const chunks = await Promise.all(batch.map((event) => this.outgoing(event)));
    const deliveries = distinct(chunks.flat());
    const ended: Ended[] = [];
    for (let first = 0; first < deliveries.length; first += windowSize) {
      ended.push(...(await this.sendWindow(deliveries.slice(first, first + windowSize))));
    }
    await this.publisher.publish(reportEvents(batch, ended));
    return batch.map(() => done);
  }

  private async outgoing({ data: { deliveries, ...chunk }, traceparent }: Requested): Promise<Outgoing[]> {
    const content = await this.contents.of(chunk);
    const { executionId, sandbox } = chunk;
    return deliveries.map((delivery) => ({ delivery: { ...delivery, executionId, sandbox, traceparent }, content }));
  }

  private async sendWindow(window: Outgoing[]): Promise<Ended[]> {
    const attempts = await this.ledger.begin(
      window.map(({ delivery }) => delivery),
      new Date(),
    );
    const sending = window.flatMap(({ delivery, content }) => {
      const attempt = attempts.get(delivery.deliveryId);
      return attempt === undefined ? [] : [this.send(delivery, content, attempt)];
    });
    const results = await Promise.allSettled(sending);
    const sent = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    if (sent.length > 0) await this.ledger.end(sent);
    // A surprise with one delivery must not make the others be sent again.
    const surprise = results.find((result) => result.status === 'rejected');
    if (surprise) throw surprise.reason;
    const before = window.map(({ delivery }) => delivery.deliveryId).filter((id) => !attempts.has(id));
    return [...sent, ...(await this.ledger.ended(before))];
  }

  private async send(delivery: Delivery, content: Content | Failed, attempt: number): Promise<Ended> {
    const { deliveryId, executionId, traceparent } = delivery;
    const result = await this.dispatch.deliver(delivery, content);
    const fields = { executionId, deliveryId, traceId: traceIdOf(traceparent), attempt };
    if (result.state === 'sent') this.logger.info(fields, 'delivery sent');
    else this.logger.warn({ ...fields, reason: result.reason }, 'delivery failed');
    return { deliveryId, attempt, result, at: new Date() };
  }
}

/** A chunk may have come twice in one batch. */
function distinct(outgoing: Outgoing[]): Outgoing[] {
  return [...new Map(outgoing.map((one) => [one.delivery.deliveryId, one])).values()];
}
