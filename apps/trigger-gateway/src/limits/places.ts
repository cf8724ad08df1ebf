import { Problem } from '@clarion/service';

/**
 * Places for what is under way at a time, shared by owners that come and go: an owner gets another one as long as it has fewer
 * than are free. So one alone has half of them, two have a third each, and whoever has none yet finds one.
 */
export class Places {
  private readonly taken = new Map<string, number>();
  private free: number;

  constructor(count: number) {
    this.free = count;
  }

  /**
   * Does work that keeps a place until it is done.
   * @throws Problem (503) at once, where the owner would have to wait for one
   */
  async within<Result>(owner: string, work: () => Promise<Result>): Promise<Result> {
    if (!this.take(owner)) {
      const detail = 'Too many calls of the sandbox are under way; try again.';
      throw new Problem(503, 'Overloaded', detail, { retryAfterSeconds: 1 });
    }
    try {
      return await work();
    } finally {
      this.leave(owner);
    }
  }

  /** Whether the owner has got one more place. */
  take(owner: string): boolean {
    const own = this.taken.get(owner) ?? 0;
    if (own >= this.free) return false;
    this.taken.set(owner, own + 1);
    this.free -= 1;
    return true;
  }

  /** For a place that was taken. */
  leave(owner: string): void {
    const left = (this.taken.get(owner) ?? 0) - 1;
    if (left > 0) this.taken.set(owner, left);
    else this.taken.delete(owner);
    this.free += 1;
  }
}
