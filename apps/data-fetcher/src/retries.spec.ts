import { describe, expect, it } from '@jest/globals';
import { pauseBeforeRetry } from './retries.js';

describe('a call that failed', () => {
  it('is made again three times, after growing pauses (B-56)', () => {
    const pauses = [1, 2, 3, 4].map((count) => pauseBeforeRetry({ begun: count, failed: count }, 1_000, 0.5));
    expect(pauses).toEqual([1_000, 2_000, 4_000, undefined]);
  });

  it('is made again at no time that all would choose', () => {
    const calls = { begun: 1, failed: 1 };
    expect([pauseBeforeRetry(calls, 1_000, 0), pauseBeforeRetry(calls, 1_000, 1)]).toEqual([750, 1_250]);
  });

  it('is made again though another was broken off before, up to six calls in all', () => {
    expect(pauseBeforeRetry({ begun: 5, failed: 3 }, 1_000, 0.5)).toBe(4_000);
    expect(pauseBeforeRetry({ begun: 6, failed: 1 }, 1_000, 0.5)).toBeUndefined();
  });
});
