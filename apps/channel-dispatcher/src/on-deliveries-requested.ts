import { events, ServiceUnavailable, type Category } from '@clarion/contracts';
import { done, PUBLISHER, retry, type Outcome, type Publisher, type ReceivedEvent } from '@clarion/messaging';
import { overlay } from '@clarion/personalization';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { Contents } from './contents.js';
import { reportEvents } from './report-events.js';
import { SendWindows, type Outgoing } from './send-windows.js';

/** A chunk is the same whatever its category. */
type Requested = ReceivedEvent<
  typeof events.transactionalDeliveriesRequested | typeof events.marketingDeliveriesRequested
>;

/** An event, with its deliveries when all that they need is at hand. */
interface Prepared {
  event: Requested;
  outgoing: Outgoing[];
  outcome: Outcome;
}

const beingSent = retry('Another process is sending some of its deliveries, or this one stops');

/** Sends requested deliveries and reports what became of each. */
@Controller()
export class OnDeliveriesRequested {
  constructor(
    private readonly contents: Contents,
    private readonly windows: SendWindows,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
  ) {}

  @EventPattern(events.transactionalDeliveriesRequested.type)
  async transactional(batch: Requested[]): Promise<Outcome[]> {
    return this.handle(batch, 'transactional');
  }

  @EventPattern(events.marketingDeliveriesRequested.type)
  async marketing(batch: Requested[]): Promise<Outcome[]> {
    return this.handle(batch, 'marketing');
  }

  private async handle(batch: readonly Requested[], category: Category): Promise<Outcome[]> {
    // All that may be away is asked before the first delivery is begun.
    const prepared = await Promise.all(batch.map((event) => this.prepare(event)));
    const ready = prepared.filter(({ outcome }) => outcome === done);
    const outgoing = distinct(ready.flatMap((one) => one.outgoing));
    const { reported, kept } = await this.windows.send(outgoing, category);
    await this.publisher.publish(reportEvents(outgoing, reported));
    const isKnown = new Set([...reported.map(({ deliveryId }) => deliveryId), ...kept]);
    return prepared.map(({ outcome, outgoing: asked }) =>
      asked.every(({ delivery }) => isKnown.has(delivery.deliveryId)) ? outcome : beingSent,
    );
  }

  private async prepare(event: Requested): Promise<Prepared> {
    const { data: chunk, traceparent } = event;
    const { executionId, sandbox, context = {}, campaignId, campaignVersion, snapshots } = chunk;
    const identity = { campaignId, campaignVersion, chunk: chunk.chunk, ...(snapshots && { snapshots }) };
    try {
      const content = await this.contents.of(chunk);
      const outgoing = chunk.deliveries.map((delivery) => ({
        delivery: { ...delivery, context: overlay(context, delivery.context), executionId, sandbox, traceparent },
        chunk: identity,
        content,
      }));
      return { event, outgoing, outcome: done };
    } catch (error) {
      if (error instanceof ServiceUnavailable) return { event, outgoing: [], outcome: retry(error.message) };
      throw error;
    }
  }
}

/** A chunk may have come twice in one batch. */
function distinct(outgoing: Outgoing[]): Outgoing[] {
  return [...new Map(outgoing.map((one) => [one.delivery.deliveryId, one])).values()];
}
