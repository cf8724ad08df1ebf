import { DependencyUnavailable, type Category } from '@clarion/contracts';
import { LOGGER, type Logger } from '@clarion/observability';
import { Outbox } from '@clarion/persistence';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DeferredRound } from './deferred-round.js';
import { DISPATCH_SETTINGS, type DispatchSettings } from './dispatch-settings.js';
import { SendingSlots } from './sending-slots.js';
import type { Tables } from './tables.js';

const mostAtOnce = 64;

/** Looks every second for deferred deliveries that are due. A round that takes long keeps no other from beginning. */
@Injectable()
export class DeferredWorker implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly looking = new Set<Category>();
  private readonly rounds = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(
    private readonly round: DeferredRound,
    private readonly slots: SendingSlots,
    private readonly outbox: Outbox<Tables>,
    @Inject(DISPATCH_SETTINGS) private readonly settings: DispatchSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.outbox.start();
    this.timer = setInterval(() => {
      for (const category of this.settings.categories) this.look(category);
    }, this.settings.lookEveryMs);
  }

  /** Begins nothing more. Nest's next hook may wait: it comes when everyone has heard that the service stops. */
  onModuleDestroy(): void {
    this.isStopping = true;
    clearInterval(this.timer);
  }

  /** Waits for what is under way. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.rounds);
    await this.outbox.stop();
  }

  private look(category: Category): void {
    if (this.isStopping || this.looking.has(category)) return;
    this.looking.add(category);
    const round = this.whenDue(category).finally(() => this.rounds.delete(round));
    this.rounds.add(round);
  }

  private async whenDue(category: Category): Promise<void> {
    try {
      const count = await this.placesFor(category).finally(() => this.looking.delete(category));
      if (count > 0) await this.send(category, count);
    } catch (error) {
      const isAwait = error instanceof DependencyUnavailable;
      this.logger[isAwait ? 'warn' : 'error']({ err: error, category }, 'deferred deliveries cannot be sent now');
    }
  }

  /** Whoever asks for places is taken for one who sends, and others make room: so not before there is something to send. */
  private async placesFor(category: Category): Promise<number> {
    return (await this.round.isDue(category)) ? this.slots.take(category, mostAtOnce) : 0;
  }

  private async send(category: Category, count: number): Promise<void> {
    try {
      const found = this.isStopping ? 0 : await this.round.run(category, count);
      if (found === count) this.look(category);
    } finally {
      this.slots.give(category, count);
    }
  }
}
