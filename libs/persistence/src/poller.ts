/**
 * Takes turns, one at a time: every `intervalMs` once it is started, and at once when it is woken. A wake while a turn
 * goes on gives another turn after it, so that nothing which was there before the wake is overlooked.
 */
export class Poller {
  private timer: NodeJS.Timeout | undefined;
  private turning: Promise<void> | undefined;
  private isWanted = false;

  /** @param turn deals with its own errors: one that it throws is a defect, and ends the process. */
  constructor(
    private readonly turn: () => Promise<void>,
    private readonly intervalMs: number,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.wake();
    }, this.intervalMs);
  }

  wake(): void {
    this.isWanted = true;
    this.turning ??= this.turns();
  }

  /** No turn begins any more. Resolves when the one that goes on has ended. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.isWanted = false;
    await this.turning;
  }

  private async turns(): Promise<void> {
    while (this.isWanted) {
      this.isWanted = false;
      await this.turn();
    }
    this.turning = undefined;
  }
}
