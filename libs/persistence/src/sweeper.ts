import type { Logger } from '@clarion/observability';
import { Poller } from './poller.js';

export interface SweeperOptions {
  /** How many rows one removal removes at most: fewer mean that it has removed all. */
  portion: number;
  intervalMs: number;
  logger: Logger;
  /** What the log says when a sweep fails; it is tried again after the interval. */
  onFailure: string;
}

/** Removes what is too old, portion by portion, so that no statement holds many rows. Any number of instances may do so at once. */
export class Sweeper {
  private readonly poller: Poller;
  private isStopped = false;

  /** @param removals one after the other; each resolves with how many rows it has removed */
  constructor(
    private readonly removals: readonly (() => Promise<number>)[],
    private readonly options: SweeperOptions,
  ) {
    this.poller = new Poller(() => this.turn(), options.intervalMs);
  }

  start(): void {
    this.poller.start();
  }

  /** Resolves after the portion that is being removed. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.poller.stop();
  }

  /** @returns how many rows went. */
  async sweep(): Promise<number> {
    const { portion } = this.options;
    let removed = 0;
    for (const remove of this.removals) {
      let last = portion;
      while (last === portion && !this.isStopped) {
        last = await remove();
        removed += last;
      }
    }
    return removed;
  }

  private async turn(): Promise<void> {
    const { logger, onFailure } = this.options;
    try {
      await this.sweep();
    } catch (error) {
      logger.warn({ err: error }, onFailure);
    }
  }
}
