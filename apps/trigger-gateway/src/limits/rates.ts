import { Collector } from '@clarion/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { RateStock } from './rate-stock.js';
import { RatesRepository, type RateAsk } from './rates.repository.js';

/** A rate that is kept over all instances. */
export interface Rate {
  /** Names its bucket. */
  bucket: string;
  perSecond: number;
}

/** How a rate stands after a call has asked for it. */
export interface RateState {
  isGranted: boolean;
  perSecond: number;
  /** How much more may be taken at once, as far as is known. */
  remaining: number;
  /** Where it is not granted: after how many seconds it is, if nobody comes before. */
  retryAfterSeconds: number;
}

interface Ask {
  bucket: string;
  stock: RateStock;
  /** 0 for who only sees to it that the next do not wait. */
  count: number;
}

/**
 * Keeps rates over all instances by buckets in Postgres. What is needed next is fetched ahead, so that a call of a steady stream
 * waits for nothing, and the first one for one statement.
 */
@Injectable()
export class Rates {
  /** One for each sandbox and key that ever called. */
  private readonly stocks = new Map<string, RateStock>();
  private readonly ahead = new Set<RateStock>();
  private readonly asks = new Collector<Ask, boolean>((asks) => this.ask(asks), {
    maxItems: 1_000,
    patience: { ms: 5_000, dependency: 'postgres' },
  });

  constructor(@Inject(RatesRepository) private readonly buckets: Pick<RatesRepository, 'take'>) {}

  /**
   * Takes `count` at once, whole or not at all: as many as there are, and a `count` above that where there is one; then all
   * wait until it is made up for.
   * @throws DependencyUnavailable when Postgres does not answer
   */
  async take(rate: Rate, count: number): Promise<RateState> {
    const stock = this.stockOf(rate);
    const isGranted = await this.isGranted(rate.bucket, stock, count);
    const now = performance.now();
    if (stock.isLow(now)) this.fetchAhead(rate.bucket, stock);
    const [remaining, retryAfterSeconds] = [isGranted ? stock.remaining(now) : 0, stock.retryAfterSeconds()];
    return { isGranted, perSecond: rate.perSecond, remaining, retryAfterSeconds };
  }

  /** Takes back what was taken, and not used after all. */
  giveBack(rate: Rate, count: number): void {
    this.stockOf(rate).giveBack(count, performance.now());
  }

  private stockOf({ bucket, perSecond }: Rate): RateStock {
    const known = this.stocks.get(bucket);
    if (known?.perSecond === perSecond) return known;
    const stock = new RateStock(perSecond);
    this.stocks.set(bucket, stock);
    return stock;
  }

  private async isGranted(bucket: string, stock: RateStock, count: number): Promise<boolean> {
    const now = performance.now();
    if (stock.take(count, now)) return true;
    return !stock.isEmpty(now) && this.asks.add({ bucket, stock, count });
  }

  private fetchAhead(bucket: string, stock: RateStock): void {
    if (this.ahead.has(stock)) return;
    this.ahead.add(stock);
    const done = () => this.ahead.delete(stock);
    // Whoever has to wait because of a failure asks again, and is told of it.
    this.asks.add({ bucket, stock, count: 0 }).then(done, done);
  }

  /** Asks each bucket once for all who wait for it; the largest are served first, since what is granted is enough for them. */
  private async ask(asks: readonly Ask[]): Promise<boolean[]> {
    const buckets = [...new Set(asks.map(({ bucket }) => bucket))];
    const wants = buckets.map((bucket) => this.wantOf(bucket, asks, performance.now()));
    const grants = await this.buckets.take(wants);
    const now = performance.now();
    wants.forEach(({ stock, wanted }, index) => {
      const grant = grants[index] ?? { granted: 0, left: 0 };
      stock.add(grant, grant.granted >= wanted, now);
    });
    const largestFirst = asks.toSorted((one, other) => other.count - one.count);
    const served = new Set(largestFirst.filter(({ stock, count }) => stock.take(count, now)));
    return asks.map((ask) => served.has(ask));
  }

  private wantOf(bucket: string, asks: readonly Ask[], now: number): RateAsk & { stock: RateStock } {
    const waiting = asks.filter((ask) => ask.bucket === bucket);
    const { stock } = waiting.at(-1) as Ask;
    const counts = waiting.map(({ count }) => count);
    const wanted = counts.reduce((sum, count) => sum + count, 0) + stock.ahead(now);
    return { bucket, stock, perSecond: stock.perSecond, wanted, largest: Math.max(...counts) };
  }
}
