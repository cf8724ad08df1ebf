import { describe, expect, it } from '@jest/globals';
import { grantMs, RateStock } from './rate-stock.js';

const stockOf = (granted: number, left = 100, perSecond = 500): RateStock => {
  const stock = new RateStock(perSecond);
  stock.add({ granted, left }, true, 0);
  return stock;
};

describe('what an instance holds of a rate', () => {
  it('is taken whole or not at all', () => {
    const stock = stockOf(3);
    expect([stock.take(4, 0), stock.take(2, 0), stock.take(2, 0), stock.take(1, 0)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('is taken over several grants, and each ends by itself', () => {
    const stock = stockOf(3);
    stock.add({ granted: 3, left: 100 }, true, 100);
    expect(stock.take(4, 100)).toBe(true);
    expect(stock.remaining(100)).toBe(102);
    expect(stock.take(1, grantMs)).toBe(true);
    expect(stock.remaining(grantMs + 99)).toBe(101);
    expect(stock.take(1, grantMs + 100)).toBe(false);
  });

  it('may be given back', () => {
    const stock = stockOf(1);
    stock.take(1, 0);
    stock.giveBack(1, 10);
    expect(stock.take(1, 20)).toBe(true);
  });
});

describe('a bucket that was empty', () => {
  it('is left alone until there is one again, 20 ms at least and 1 s at most', () => {
    const emptied = (perSecond: number, left: number) => {
      const stock = new RateStock(perSecond);
      stock.add({ granted: 0, left }, false, 0);
      return [1, 19, 20, 499, 500, 999, 1_000].filter((now) => !stock.isEmpty(now))[0];
    };
    expect(emptied(500, 0.5)).toBe(20);
    expect(emptied(1, 0.5)).toBe(500);
    expect(emptied(500, -5_000)).toBe(1_000);
  });

  it('has more after whole seconds', () => {
    const after = (perSecond: number, left: number) => stockOf(0, left, perSecond).retryAfterSeconds();
    expect(after(500, 0)).toBe(1);
    expect(after(1, 0)).toBe(1);
    expect(after(500, -499)).toBe(1);
    expect(after(500, -500)).toBe(2);
  });
});

describe('what is fetched ahead', () => {
  it('is what a tenth of a second takes, as it went of late, less what is there', () => {
    const stock = stockOf(0);
    stock.ahead(0);
    stock.add({ granted: 40, left: 100 }, true, 0);
    stock.take(30, 0);
    expect(stock.ahead(100)).toBe(20);
  });

  it('is nothing for calls that come now and then', () => {
    const stock = stockOf(1);
    stock.ahead(0);
    stock.take(1, 100);
    expect(stock.ahead(1_000)).toBe(0);
    expect(stock.isLow(1_000)).toBe(false);
  });

  it('is never more than the rate has', () => {
    const stock = stockOf(0, 100, 100);
    stock.ahead(0);
    stock.add({ granted: 1_000, left: 100 }, true, 0);
    stock.take(1_000, 0);
    expect(stock.ahead(100)).toBe(10);
  });

  it('is due once half of that is used', () => {
    const stock = stockOf(0);
    stock.ahead(0);
    stock.add({ granted: 100, left: 100 }, true, 0);
    stock.take(40, 0);
    stock.ahead(100);
    expect(stock.isLow(100)).toBe(false);
    stock.take(41, 100);
    expect(stock.isLow(100)).toBe(true);
  });
});
