import type { Category } from '@clarion/contracts';

interface Waiting {
  wanted: number;
  since: number;
  grant: (count: number) => void;
}

/** How long after a transactional delivery the next one is still expected. */
const followsWithinMs = 250;

/**
 * How many deliveries this process may have *sending* at once, over all partitions and both categories: all that a crash
 * can leave unknown. A quarter is kept for each category; transactional ones go first, and while there are any, marketing
 * has no more than its quarter: somebody waits for them. Of one category, whose batch came first gets first, so that
 * batches end one after another and there is always one to be sent; and gets all that is asked for, or a quarter of the
 * bound, once so much is free.
 */
export class SendingSlots {
  /** A quarter of the bound: what one window has at most, and what is kept for each category. */
  readonly quarter: number;
  private readonly taken: Record<Category, number> = { transactional: 0, marketing: 0 };
  /** Those of the taken whose word is late: they take no time of ours. */
  private readonly late: Record<Category, number> = { transactional: 0, marketing: 0 };
  private lastTransactionalAt = -Infinity;
  private readonly waiting: Record<Category, Waiting[]> = { transactional: [], marketing: [] };

  /** @param bound at least 4 */
  constructor(private readonly bound: number) {
    this.quarter = Math.floor(bound / 4);
  }

  /**
   * Resolves with how many may begin, 1 to `wanted`, once there is room for them. They are to be given back.
   * @param since when what they belong to came, in ms of `performance.now()`
   */
  take(category: Category, wanted: number, since = performance.now()): Promise<number> {
    this.note(category);
    return new Promise((grant) => {
      const queue = this.waiting[category];
      const later = queue.findIndex((other) => other.since > since);
      queue.splice(later === -1 ? queue.length : later, 0, { wanted, since, grant });
      this.grantNext();
    });
  }

  give(category: Category, count: number): void {
    this.note(category);
    this.taken[category] -= count;
    this.grantNext();
  }

  /** One of those that were taken stays so when its taker gives all back, until `letGo`. */
  keep(category: Category): void {
    this.taken[category] += 1;
    this.late[category] += 1;
  }

  letGo(category: Category): void {
    this.late[category] -= 1;
    this.taken[category] -= 1;
    this.grantNext();
  }

  private note(category: Category): void {
    if (category === 'transactional') this.lastTransactionalAt = performance.now();
  }

  private grantNext(): void {
    for (const category of ['transactional', 'marketing'] as const) {
      const queue = this.waiting[category];
      for (let next = queue[0]; next; next = queue[0]) {
        const count = Math.min(next.wanted, this.quarter);
        if (this.free(category) < count) break;
        this.taken[category] += count;
        queue.shift();
        next.grant(count);
      }
    }
  }

  private free(category: Category): number {
    const { transactional, marketing } = this.taken;
    const most =
      category === 'marketing' && this.isTransactionalAbout() ? this.quarter + this.late.marketing : Infinity;
    const own = Math.min(this.bound - this.quarter, most) - this.taken[category];
    return Math.min(this.bound - transactional - marketing, own);
  }

  private isTransactionalAbout(): boolean {
    const isUnderWay = this.taken.transactional > this.late.transactional;
    return isUnderWay || performance.now() - this.lastTransactionalAt < followsWithinMs;
  }
}
