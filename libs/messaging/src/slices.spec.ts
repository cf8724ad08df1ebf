import { describe, expect, it } from '@jest/globals';
import { slicesOf } from './slices.js';

const size = (item: number) => item;

describe('slices', () => {
  it('keep the order and both bounds', () => {
    expect(slicesOf([1, 1, 1, 5, 5, 1], size, { maxEvents: 3, maxBytes: 8 })).toEqual([[1, 1, 1], [5], [5, 1]]);
  });

  it('give an item above the bound alone', () => {
    expect(slicesOf([1, 99, 1], size, { maxEvents: 3, maxBytes: 8 })).toEqual([[1], [99], [1]]);
  });

  it('of nothing are none', () => {
    expect(slicesOf([], size, { maxEvents: 3, maxBytes: 8 })).toEqual([]);
  });
});
