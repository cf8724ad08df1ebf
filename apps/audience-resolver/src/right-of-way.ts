/** How long after the last of what goes first the next is still expected. */
const followsWithinMs = 250;
const longestWaitMs = 1_000;

/**
 * Lets what somebody waits for go first. What can wait goes as it likes while there is nothing else; beside what goes first
 * it goes one after the other, and rests after each three times as long as that took. It becomes slower, and never stands
 * still: nothing waits longer than a second for the one before it.
 */
export class RightOfWay {
  private lastAt = -Infinity;
  private queue = Promise.resolve();
  /** The end of the one that began last, and of the rest after it. */
  private before = Promise.resolve();

  /** There is something that goes first. */
  taken(): void {
    this.lastAt = performance.now();
  }

  /** Does what can wait, when its turn has come. */
  async behind<Result>(work: () => Promise<Result>): Promise<Result> {
    let rest: () => void = () => undefined;
    this.queue = this.queue.then(async () => {
      if (this.isTaken()) await Promise.race([this.before, pause(longestWaitMs)]);
      const beganAt = performance.now();
      this.before = new Promise((rested) => {
        rest = () => setTimeout(rested, 3 * (performance.now() - beganAt));
      });
    });
    await this.queue;
    return work().finally(rest);
  }

  private isTaken(): boolean {
    return performance.now() - this.lastAt < followsWithinMs;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
