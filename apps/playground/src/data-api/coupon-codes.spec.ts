import { describe, expect, it } from '@jest/globals';
import { CouponCodes } from './coupon-codes.js';

describe('CouponCodes', () => {
  it('are eight characters that nobody mistakes for others', () => {
    for (const code of new CouponCodes().range(0, 5_000)) expect(code).toMatch(/^GOAL-[2-9A-HJ-NP-Z]{8}$/);
  });

  it('never come twice, the whole way', () => {
    const codes = new CouponCodes();

    const all = new Set([...codes.range(0, 100_000), ...codes.range(100_000, 1), ...codes.range(2 ** 39, 100_000)]);

    expect(all.size).toBe(200_001);
  });

  it('are the same for the same numbers, wherever the range begins', () => {
    const codes = new CouponCodes();
    const all = [...codes.range(0, 3_000)];

    expect([...codes.range(0, 3_000)]).toEqual(all);
    expect([...codes.range(1_234, 1_500)]).toEqual(all.slice(1_234, 2_734));
    expect([...codes.range(7, 0)]).toEqual([]);
  });

  it('are others in every process', () => {
    expect([...new CouponCodes().range(0, 10)]).not.toEqual([...new CouponCodes().range(0, 10)]);
  });

  it('use each character about as often in each place', () => {
    const counts = new Map<string, number>();
    for (const code of new CouponCodes().range(0, 32_000)) {
      [...code.slice(5)].forEach((character, place) => {
        const key = `${place}${character}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      });
    }

    expect(counts.size).toBe(8 * 32);
    // 1,000 expected with a deviation of 31: eight deviations never happen by chance.
    expect(Math.min(...counts.values())).toBeGreaterThan(750);
    expect(Math.max(...counts.values())).toBeLessThan(1_250);
  });
});
