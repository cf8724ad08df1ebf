import { events, type Category } from '@clarion/contracts';
import { done, PUBLISHER, retry, type Outcome, type Publisher, type ReceivedEvent } from '@clarion/messaging';
import { overlay } from '@clarion/personalization';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { ContentsInTime, type Found } from './contents-in-time.js';
import { DeferralsRepository } from './deferrals.repository.js';
import type { DeliveryOrder } from './delivery.js';
import { reportEvents } from './report-events.js';
import { SendWindows, type Outgoing } from './send-windows.js';

/** A chunk is the same whatever its category. */
type Requested = ReceivedEvent<
  typeof events.transactionalDeliveriesRequested | typeof events.marketingDeliveriesRequested
>;

const beingSent = retry('Another process is sending some of its deliveries, or this one stops');

/** Sends requested deliveries, puts off those whose content is not at hand, and reports what became of each. */
@Controller()
export class OnDeliveriesRequested {
  constructor(
    private readonly inTime: ContentsInTime,
    private readonly windows: SendWindows,
    private readonly deferrals: DeferralsRepository,
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
    const groups: Promise<string[]>[] = [];
    const failures: unknown[] = [];
    const fail = (error: unknown): string[] => {
      failures.push(error);
      return [];
    };
    try {
      for await (const found of this.inTime.of(batch, ({ data }) => data)) {
        groups.push(this.settle(found, category).catch(fail));
      }
    } catch (error) {
      fail(error);
    }
    // What was begun is ended, whatever happened to another chunk.
    const known = new Set((await Promise.all(groups)).flat());
    if (failures.length > 0) throw failures[0];
    return batch.map(({ data }) =>
      data.deliveries.every(({ deliveryId }) => known.has(deliveryId)) ? done : beingSent,
    );
  }

  /** @returns the ids of the deliveries of which somebody knows what becomes of them. */
  private async settle(found: readonly Found<Requested>[], category: Category): Promise<string[]> {
    const surprise = found.find((one) => 'surprise' in one);
    if (surprise) throw surprise.surprise;
    const missing = found.flatMap((one) =>
      'missing' in one ? ordersOf(one.asked).map((order) => ({ order, detail: one.missing })) : [],
    );
    const outgoing = found.flatMap((one): Outgoing[] =>
      'content' in one ? ordersOf(one.asked).map((order) => ({ ...order, content: one.content })) : [],
    );
    const deferred = await this.deferrals.defer(
      distinct(missing, ({ order }) => order),
      category,
    );
    const sent = await this.windows.send(
      distinct(outgoing, (one) => one),
      category,
    );
    const orders = [...outgoing, ...missing.map(({ order }) => order)];
    const reported = [...sent.reported, ...deferred.reported];
    await this.publisher.publish(reportEvents(orders, reported));
    return [...reported.map(({ deliveryId }) => deliveryId), ...sent.kept, ...deferred.kept];
  }
}

function ordersOf({ data, traceparent }: Requested): DeliveryOrder[] {
  const { executionId, sandbox, context = {}, campaignId, campaignVersion, purpose, chunk } = data;
  const { webhooks, snapshots, subjectPrefix } = data;
  const identity = {
    ...{ campaignId, campaignVersion, chunk },
    ...(purpose && { purpose }),
    ...(webhooks && { webhooks }),
    ...(snapshots && { snapshots }),
    ...(subjectPrefix !== undefined && { subjectPrefix }),
  };
  return data.deliveries.map((delivery) => ({
    delivery: { ...delivery, context: overlay(context, delivery.context), executionId, sandbox, traceparent },
    chunk: identity,
  }));
}

/** A chunk may have come twice in one batch. */
function distinct<T>(all: readonly T[], orderOf: (one: T) => DeliveryOrder): T[] {
  return [...new Map(all.map((one) => [orderOf(one).delivery.deliveryId, one])).values()];
}
