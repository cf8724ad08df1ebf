import type { Category } from '@clarion/contracts';

interface Waiting {
  wanted: number;
  grant: (count: number) => void;
}

/**
 * How many deliveries this process may have *sending* at once, over all partitions and both categories: all that a crash
 * can leave unknown. A quarter is kept for each category; transactional ones go first. Of one category, who asked first
 * gets first, and gets all that is asked for, or a quarter of the bound once so much is free: a window costs two
 * statements, whatever is in it.
 */
export class SendingSlots {
  private readonly quarter: number;
  private readonly taken: Record<Category, number> = { transactional: 0, marketing: 0 };
  private readonly waiting: Record<Category, Waiting[]> = { transactional: [], marketing: [] };

  /** @param bound at least 4 */
  constructor(private readonly bound: number) {
    this.quarter = Math.floor(bound / 4);
  }

  /** Resolves with how many may begin, 1 to `wanted`, once there is room for them. They are to be given back. */
  take(category: Category, wanted: number): Promise<number> {
    return new Promise((grant) => {
      this.waiting[category].push({ wanted, grant });
      this.grantNext();
    });
  }

  /** Some of those that were taken stay so when their taker gives all back. They are to be given back once more. */
  keep(category: Category, count: number): void {
    this.taken[category] += count;
  }

  give(category: Category, count: number): void {
    this.taken[category] -= count;
    this.grantNext();
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
    return Math.min(this.bound - transactional - marketing, this.bound - this.quarter - this.taken[category]);
  }
}
