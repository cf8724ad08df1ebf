import { DependencyUnavailable } from '@clarion/contracts';
import { LOGGER, type Logger } from '@clarion/observability';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

const firstPauseMs = 100;
const longestPauseMs = 2_000;

/**
 * Records what was sent, also when Postgres is away just then: it stays in memory (as much as may be *sending*) and is
 * recorded before anything else is begun.
 */
@Injectable()
export class Recorder {
  private readonly waiting = new Set<Promise<unknown>>();
  private readonly expected = new Set<Promise<unknown>>();

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** Resolves when `record`, which may be done twice, has succeeded. */
  async record<T>(record: () => Promise<T>): Promise<T> {
    try {
      return await record();
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error;
      this.logger.warn({ err: error }, 'what was sent cannot be recorded now, and is kept until it can');
      const again = this.again(record);
      this.waiting.add(again);
      return await again.finally(() => this.waiting.delete(again));
    }
  }

  /** Passes on the result of what is being recorded, or waits for its turn. */
  async expect<T>(recording: Promise<T>): Promise<T> {
    this.expected.add(recording);
    try {
      return await recording;
    } finally {
      this.expected.delete(recording);
    }
  }

  /** Resolves when nothing is left of what could not be recorded at once. */
  async isDone(): Promise<void> {
    await Promise.allSettled(this.waiting);
  }

  /** Resolves when nothing is left to be recorded, and nothing is expected. */
  async isAllDone(): Promise<void> {
    await Promise.allSettled([...this.waiting, ...this.expected]);
  }

  private async again<T>(record: () => Promise<T>): Promise<T> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      await sleep(pauseMs);
      try {
        return await record();
      } catch (error) {
        if (!(error instanceof DependencyUnavailable)) throw error;
      }
    }
  }
}
