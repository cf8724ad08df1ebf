import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Inject, Injectable } from '@nestjs/common';
import { DeliveriesRepository, type Ended } from './deliveries.repository.js';
import type { Content, Delivery, Failed } from './delivery.js';
import { Dispatch } from './dispatch.js';
import { Stretch } from './stretch.js';

/** A delivery with what it says. */
export interface Outgoing {
  delivery: Delivery;
  content: Content | Failed;
}

/** At most so many deliveries are *sending* at once per partition: all that a crash can leave in doubt. */
const windowSize = 128;

/** Sends deliveries window by window, each begun and ended in the ledger. */
@Injectable()
export class SendWindows {
  constructor(
    private readonly ledger: DeliveriesRepository,
    private readonly dispatch: Dispatch,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** How each of the deliveries ended, now or before. */
  async send(outgoing: readonly Outgoing[]): Promise<Ended[]> {
    const ended: Ended[] = [];
    for (let first = 0; first < outgoing.length; first += windowSize) {
      ended.push(...(await this.sendWindow(outgoing.slice(first, first + windowSize))));
    }
    return ended;
  }

  private async sendWindow(window: readonly Outgoing[]): Promise<Ended[]> {
    const attempts = await this.ledger.begin(
      window.map(({ delivery }) => delivery),
      new Date(),
    );
    const results = await this.sendAll(window, attempts);
    const sent = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    if (sent.length > 0) await this.ledger.end(sent);
    // A surprise with one delivery must not make the others be sent again.
    const surprise = results.find((result) => result.status === 'rejected');
    if (surprise) throw surprise.reason;
    const before = window.map(({ delivery }) => delivery.deliveryId).filter((id) => !attempts.has(id));
    return [...sent, ...(await this.ledger.ended(before))];
  }

  /** Sends those that have an attempt. Rendering a whole window at once would let nobody else have a turn. */
  private async sendAll(
    window: readonly Outgoing[],
    attempts: ReadonlyMap<string, number>,
  ): Promise<PromiseSettledResult<Ended>[]> {
    const sending: Promise<PromiseSettledResult<Ended>[]>[] = [];
    const stretch = new Stretch();
    for (const { delivery, content } of window) {
      const attempt = attempts.get(delivery.deliveryId);
      if (attempt !== undefined) sending.push(Promise.allSettled([this.sendOne(delivery, content, attempt)]));
      if (stretch.isLong()) await stretch.pause();
    }
    return (await Promise.all(sending)).flat();
  }

  private async sendOne(delivery: Delivery, content: Content | Failed, attempt: number): Promise<Ended> {
    const { deliveryId, executionId, traceparent } = delivery;
    const result = await this.dispatch.deliver(delivery, content);
    const fields = { executionId, deliveryId, traceId: traceIdOf(traceparent), attempt };
    if (result.state === 'sent') this.logger.info(fields, 'delivery sent');
    else this.logger.warn({ ...fields, reason: result.reason }, 'delivery failed');
    return { deliveryId, attempt, result, at: new Date() };
  }
}
