import { setImmediate as nextTurn } from 'node:timers/promises';

const longestMs = 5;

/** A stretch of work without a pause. Long work asks now and then, and lets everyone else have a turn. */
export class Stretch {
  private since = performance.now();

  isLong(): boolean {
    return performance.now() - this.since >= longestMs;
  }

  /** Lets everyone else have a turn; a new stretch begins. */
  async pause(): Promise<void> {
    await nextTurn();
    this.since = performance.now();
  }
}
