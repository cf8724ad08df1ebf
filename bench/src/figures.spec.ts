import { describe, expect, it } from '@jest/globals';
import { countOf, median, percentile } from './figures.js';

describe('the figures', () => {
  it('take the middle of several runs', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(() => median([])).toThrow();
  });

  it('take percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile([7], 99)).toBe(7);
  });

  it('count what is missing and what is too much, one not against the other', () => {
    expect(countOf([1, 1, 2, 0], [0, 2, 2, 1])).toEqual({ lost: 1, doubled: 2 });
  });
});
