import { describe, expect, it } from '@jest/globals';
import { Arrivals } from './arrivals.js';

describe('Arrivals', () => {
  it('lists the newest first', () => {
    expect(holding(1, 2, 3).newestFirst()).toEqual([3, 2, 1]);
  });

  it('drops the oldest, and has nothing to drop when empty', () => {
    const arrivals = holding(1, 2);

    expect([arrivals.dropOldest(), arrivals.dropOldest(), arrivals.dropOldest()]).toEqual([1, 2, undefined]);
    expect(arrivals.size).toBe(0);
  });

  it('keeps its order and size while many come and go', () => {
    const arrivals = holding(0, 1, 2);

    for (let next = 3; next < 1_000; next++) {
      arrivals.add(next);
      expect(arrivals.dropOldest()).toBe(next - 3);
      expect(arrivals.size).toBe(3);
    }

    expect(arrivals.newestFirst()).toEqual([999, 998, 997]);
  });
});

function holding(...items: number[]): Arrivals<number> {
  const arrivals = new Arrivals<number>();
  for (const item of items) arrivals.add(item);
  return arrivals;
}
