import { Stretch, type Category } from '@clarion/contracts';
import { LOGGER, type Logger } from '@clarion/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Attempts, isAwaited, isSettled, type Attempt } from './attempts.js';
import { ContentsInTime } from './contents-in-time.js';
import type { Taken } from './deliveries.repository.js';
import type { Content, Delivery, DeliveryOrder, Failed } from './delivery.js';
import { DueDeliveries } from './due-deliveries.js';
import { LateWords } from './late-words.js';
import { prepare, type Prepared, type Unsaid } from './prepare.js';
import type { Settled } from './settle.js';

/** What deliveries say, by their ids. */
type Said = Map<string, Content | Failed>;

/** Makes the next attempts of deferred deliveries that are due, by the same path as the first. */
@Injectable()
export class DeferredRound {
  constructor(
    private readonly due: DueDeliveries,
    private readonly inTime: ContentsInTime,
    private readonly attempts: Attempts,
    private readonly lateWords: LateWords,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whether there is something to do. */
  async isDue(category: Category): Promise<boolean> {
    return this.due.isAny(category);
  }

  /** @returns how many were due, at most so many. */
  async run(category: Category, most: number): Promise<number> {
    const said: Said = new Map();
    return this.due.work(category, most, {
      missing: (orders) => this.lookUp(orders, said),
      attempt: (taken) => this.attempt(taken, said, category),
    });
  }

  /** Keeps what is at hand. @returns the ids of the others. */
  private async lookUp(orders: ReadonlyMap<string, DeliveryOrder>, said: Said): Promise<Set<string>> {
    const missing = new Set(orders.keys());
    for await (const group of this.inTime.of([...orders], ([, { chunk }]) => chunk)) {
      for (const found of group) {
        if ('missing' in found) continue;
        const [id] = found.asked;
        said.set(id, 'content' in found ? found.content : this.failed(id, found.surprise));
        missing.delete(id);
      }
    }
    return missing;
  }

  private async attempt(taken: readonly Taken[], said: Said, category: Category): Promise<Settled[]> {
    const attempts: Attempt[] = [];
    const stretch = new Stretch();
    for (const { begun, order } of taken) {
      const content = said.get(begun.deliveryId);
      if (order && content) attempts.push({ begun, order, prepared: this.prepare(order.delivery, content) });
      if (stretch.isLong()) await stretch.pause();
    }
    const made = await Promise.all(attempts.map((attempt) => this.attempts.make(attempt, category)));
    await this.lateWords.keep(made.filter(isAwaited), category);
    return made.filter(isSettled);
  }

  private prepare(delivery: Delivery, content: Content | Failed): Prepared | Unsaid {
    try {
      return prepare(delivery, content);
    } catch (error) {
      return this.failed(delivery.deliveryId, error);
    }
  }

  /** Whatever it is, it must not keep the others from being sent, again and again. */
  private failed(deliveryId: string, error: unknown): Failed {
    this.logger.error({ err: error, deliveryId }, 'a deferred delivery failed by surprise');
    const detail = error instanceof Error ? error.message : String(error);
    return { state: 'failed', reason: 'RenderFailed', detail };
  }
}
