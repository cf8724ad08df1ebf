import type { Category } from '@clarion/contracts';

interface Waiting {
  wanted: number;
  grant: (count: number) => void;
}

/**
 * How many deliveries this process may have *sending* at once, over all partitions and both categories: all that a crash
 * can leave unknown. A quarter is kept for transactional ones, which also go first. Of one category, who asked first gets
 * first; nobody gets more than half of what the category may have, so that one window is sent while another is recorded.
 */
export class SendingSlots {
  private readonly most: Record<Category, number>;
  private readonly taken: Record<Category, number> = { transactional: 0, marketing: 0 };
  private readonly waiting: Record<Category, Waiting[]> = { transactional: [], marketing: [] };

  /** @param bound at least 4 */
  constructor(private readonly bound: number) {
    this.most = { transactional: bound, marketing: bound - Math.ceil(bound / 4) };
  }

  /** Resolves with how many may begin, 1 to `wanted`, once there is room for any. They are to be given back. */
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
      for (let next = queue[0]; next && this.free(category) > 0; next = queue[0]) {
        const count = Math.min(next.wanted, this.free(category), Math.ceil(this.most[category] / 2));
        this.taken[category] += count;
        queue.shift();
        next.grant(count);
      }
    }
  }

  private free(category: Category): number {
    const { transactional, marketing } = this.taken;
    return Math.min(this.bound - transactional - marketing, this.most[category] - this.taken[category]);
  }
}
