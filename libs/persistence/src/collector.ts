import { DependencyUnavailable } from '@clarion/contracts';

/** What one hand-over takes at most; an item above the bytes goes alone. */
export interface CollectorLimits<Item> {
  maxItems: number;
  maxBytes: number;
  bytesOf: (item: Item) => number;
  /** How long a hand-over may take before those who wait behind it are refused. */
  patienceMs: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Collects what comes while the last hand-over to Postgres is under way, and hands it over together, in the order in
 * which it came: a group commit. One hand-over at a time; what comes while none is under way waits for nothing but the
 * others of the same turn of the event loop.
 */
export class Collector<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private isBusy = false;
  private isStuck = false;

  /**
   * @param handOver answers with one result per item, in the order of the items. What it throws is the failure of each
   * when Postgres is away; anything else may be the fault of one item, so that they are handed over once more, each alone.
   */
  constructor(
    private readonly handOver: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly limits: CollectorLimits<Item>,
  ) {}

  /**
   * Resolves with the item's own result.
   * @throws DependencyUnavailable also when Postgres does not answer those before it; the item was not handed over then.
   */
  async add(item: Item): Promise<Result> {
    if (this.isStuck) throw stuck();
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.isBusy) return;
      this.isBusy = true;
      setImmediate(() => void this.handOverAll());
    });
  }

  private async handOverAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const impatience = setTimeout(() => {
        this.refuseWaiting();
      }, this.limits.patienceMs);
      await this.settle(this.waiting.splice(0, this.nextCount()));
      clearTimeout(impatience);
      this.isStuck = false;
    }
    this.isBusy = false;
  }

  private async settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.handOver(group.map(({ item }) => item));
      if (results.length !== group.length) throw new Error(`${group.length} items got ${results.length} results`);
      results.forEach((result, index) => group[index]?.resolve(result));
    } catch (error) {
      if (group.length > 1 && !(error instanceof DependencyUnavailable)) {
        for (const alone of group) await this.settle([alone]);
      } else for (const { reject } of group) reject(error);
    }
  }

  private refuseWaiting(): void {
    this.isStuck = true;
    for (const { reject } of this.waiting.splice(0)) reject(stuck());
  }

  private nextCount(): number {
    const { maxItems, maxBytes, bytesOf } = this.limits;
    let bytes = 0;
    const end = this.waiting.findIndex(({ item }, index) => {
      bytes += bytesOf(item);
      return index > 0 && (index === maxItems || bytes > maxBytes);
    });
    return end === -1 ? this.waiting.length : end;
  }
}

function stuck(): DependencyUnavailable {
  return new DependencyUnavailable('postgres', new Error('It does not answer those before'));
}
