import { DependencyUnavailable, type Dependency } from './dependency-unavailable.js';

export interface CollectorOptions<Item> {
  /** What one hand-over takes at most; an item above one of both goes alone. */
  maxItems: number;
  maxBytes?: number;
  /** What an item counts as: 1 unless told. */
  countOf?: (item: Item) => number;
  bytesOf?: (item: Item) => number;
  /** How many hand-overs are under way at a time: 1 unless told. */
  atOnce?: number;
  /**
   * The least time between the beginnings of two hand-overs, so that each serves more, unless as many wait as are worth one.
   * Who comes alone waits for nobody. Without one the next begins when the last is done.
   */
  pace?: { ms: number; unless: number };
  /** How long a hand-over may take before those who wait behind it are refused; they wait as long as it takes unless told. */
  patience?: { ms: number; dependency: Dependency };
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Collects what comes while the last hand-over is under way, and hands it over together, in the order in which it came,
 * where one hand-over of many costs little more than of one (a group commit).
 */
export class Collector<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private underWay = 0;
  private isDue = false;
  /** Of what is due, where it waits for others. */
  private timer: NodeJS.Timeout | undefined;
  private isStuck = false;
  private lastBegunAt = -Infinity;

  /**
   * @param handOver answers with one result per item, in the order of the items. What it throws is the failure of each
   * when a dependency is away; anything else may be the fault of one item, so that they are handed over once more, each
   * alone.
   */
  constructor(
    private readonly handOver: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly options: CollectorOptions<Item>,
  ) {}

  /**
   * Resolves with the item's own result.
   * @throws DependencyUnavailable also when those before it are not done within `patience`; the item was not handed over.
   */
  async add(item: Item): Promise<Result> {
    if (this.isStuck) throw this.stuck();
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.underWay < this.atOnce) this.gather();
    });
  }

  private gather(): void {
    if (this.isDue) {
      this.dueAtOnceIfEnough();
      return;
    }
    this.isDue = true;
    const waitMs = this.restOfPace();
    if (waitMs <= 0) setImmediate(this.begin);
    else this.timer = setTimeout(this.lookAgain, Math.ceil(waitMs));
  }

  /** Timers may be early. */
  private readonly lookAgain = (): void => {
    this.isDue = false;
    this.timer = undefined;
    this.gather();
  };

  private readonly begin = (): void => {
    this.isDue = false;
    this.goOn();
  };

  private dueAtOnceIfEnough(): void {
    const { pace } = this.options;
    if (!pace || !this.timer || this.waiting.length < pace.unless) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    setImmediate(this.begin);
  }

  private restOfPace(): number {
    const { pace } = this.options;
    if (!pace || this.waiting.length >= pace.unless) return 0;
    return this.lastBegunAt + pace.ms - performance.now();
  }

  private get atOnce(): number {
    return this.options.atOnce ?? 1;
  }

  private goOn(): void {
    while (this.waiting.length > 0 && this.underWay < this.atOnce) void this.handOverNext();
  }

  private async handOverNext(): Promise<void> {
    this.underWay += 1;
    this.lastBegunAt = performance.now();
    const impatience = this.refuseLater();
    await this.settle(this.waiting.splice(0, this.nextCount()));
    clearTimeout(impatience);
    this.isStuck = false;
    this.underWay -= 1;
    if (this.waiting.length === 0) return;
    if (this.options.pace) this.gather();
    else this.goOn();
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

  private refuseLater(): NodeJS.Timeout | undefined {
    if (!this.options.patience) return undefined;
    return setTimeout(() => {
      this.isStuck = true;
      for (const { reject } of this.waiting.splice(0)) reject(this.stuck());
    }, this.options.patience.ms);
  }

  private stuck(): DependencyUnavailable {
    const { dependency = 'postgres' } = this.options.patience ?? {};
    return new DependencyUnavailable(dependency, new Error('It does not answer those before'));
  }

  private nextCount(): number {
    const { maxItems, maxBytes = Infinity, countOf = () => 1, bytesOf = () => 0 } = this.options;
    let [count, bytes] = [0, 0];
    const end = this.waiting.findIndex(({ item }, index) => {
      count += countOf(item);
      bytes += bytesOf(item);
      return index > 0 && (count > maxItems || bytes > maxBytes);
    });
    return end === -1 ? this.waiting.length : end;
  }
}
