import { DependencyUnavailable, ServiceUnavailable, Stretch, type Category } from '@clarion/contracts';
import { LOGGER, type Logger } from '@clarion/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Attempts, isAwaited, isSettled, type Attempt } from './attempts.js';
import { Contents } from './contents.js';
import type { Taken } from './deliveries.repository.js';
import { DueDeliveries } from './due-deliveries.js';
import { LateWords } from './late-words.js';
import { prepare } from './prepare.js';
import type { Begun, Settled } from './settle.js';

const awaitServiceMs = 10_000;

/** Makes the next attempts of deferred deliveries that are due, by the same path as the first. */
@Injectable()
export class DeferredRound {
  constructor(
    private readonly due: DueDeliveries,
    private readonly contents: Contents,
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
    return this.due.work(category, most, async (taken) => {
      const prepared: (Attempt | Settled)[] = [];
      const stretch = new Stretch();
      for (const one of taken) {
        prepared.push(...(await this.prepare(one)));
        if (stretch.isLong()) await stretch.pause();
      }
      const attempts = prepared.filter((one): one is Attempt => 'prepared' in one);
      const waiting = prepared.filter((one): one is Settled => 'result' in one);
      const made = await Promise.all(attempts.map((attempt) => this.attempts.make(attempt, category)));
      await this.lateWords.keep(made.filter(isAwaited), category);
      return [...waiting, ...made.filter(isSettled)];
    });
  }

  private async prepare({ begun, order }: Taken): Promise<(Attempt | Settled)[]> {
    if (!order) return [];
    try {
      const content = await this.contents.of(order.chunk);
      return [{ begun, order, prepared: prepare(order.delivery, content) }];
    } catch (error) {
      if (error instanceof DependencyUnavailable) throw error; // What was taken is gone on with once it is back.
      const detail = error instanceof Error ? error.message : String(error);
      if (error instanceof ServiceUnavailable) return [putOff(begun, detail)];
      // It was rendered before: whatever this is, it must not keep the others from being sent, again and again.
      this.logger.error({ err: error, deliveryId: begun.deliveryId }, 'a deferred delivery failed by surprise');
      return [{ begun, order, prepared: { state: 'failed', reason: 'RenderFailed', detail } }];
    }
  }
}

/** Another service of ours does not answer: that counts as no attempt of the provider. */
function putOff({ deliveryId, attempt, interrupted, deferrals }: Begun, detail: string): Settled {
  const result = { state: 'deferred', reason: 'ServiceUnavailable', detail } as const;
  return { deliveryId, attempt, interrupted, deferrals, result, at: new Date(), dueInMs: awaitServiceMs };
}
