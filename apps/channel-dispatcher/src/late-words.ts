import type { Category } from '@clarion/contracts';
import { LOGGER, type Logger } from '@clarion/observability';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Awaited } from './attempts.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryOrder } from './delivery.js';
import { DueDeliveries } from './due-deliveries.js';
import { HeldLeases } from './held-leases.js';
import { Recorder } from './recorder.js';
import { SendingSlots } from './sending-slots.js';

/**
 * Deliveries whose body is sent and whose provider takes its time. Nobody waits for them: their rows keep all that they
 * need, so that their chunk is done; their leases and places among those that are *sending* are held until the word comes.
 */
@Injectable()
export class LateWords implements BeforeApplicationShutdown {
  private readonly waiting = new Set<Promise<void>>();

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly due: DueDeliveries,
    private readonly leases: HeldLeases,
    private readonly slots: SendingSlots,
    private readonly recorder: Recorder,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** When the service stops, providers are given up, and then every word comes. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.waiting);
  }

  /** @returns the ids of those that are kept: all that are still this process's. */
  async keep(awaited: readonly Awaited[], category: Category): Promise<string[]> {
    if (awaited.length === 0) return [];
    const orders = new Map(awaited.map(({ attempt: { begun, order } }) => [begun.deliveryId, order]));
    const { owner } = this.leases.claim;
    const kept = await this.recorder.record(() => this.deliveries.keepRequests(orders, owner));
    for (const one of awaited) {
      const { deliveryId } = one.attempt.begun;
      if (!kept.has(deliveryId)) continue;
      this.leases.keep(deliveryId);
      this.slots.keep(category);
      const waiting = this.finish(one, category).finally(() => this.waiting.delete(waiting));
      this.waiting.add(waiting);
    }
    return [...kept];
  }

  private async finish({ attempt, settled }: Awaited, category: Category): Promise<void> {
    const { begun, order } = attempt;
    try {
      await this.due.record([await settled], new Map<string, DeliveryOrder>([[begun.deliveryId, order]]));
    } catch (error) {
      // Its lease ends, and whoever finds it then does what the ledger says.
      this.logger.error({ err: error, deliveryId: begun.deliveryId }, 'a late word cannot be recorded');
    } finally {
      this.leases.letGo(begun.deliveryId);
      this.slots.letGo(category);
    }
  }
}
