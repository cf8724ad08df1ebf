import { describe, expect, it } from '@jest/globals';
import { pauseAfter, pausesMs } from './retry-times.js';

const middle = { random: 0.5 };
const day = 24 * 60 * 60 * 1_000;

describe('the pause before another attempt', () => {
  it('grows from 5 s to a day, and ends after three days', () => {
    const pauses = pausesMs.map((_, index) => pauseAfter(index + 1, middle));
    expect(pauses).toEqual([...pausesMs]);
    expect(pausesMs.toSorted((one, other) => one - other)).toEqual([...pausesMs]);
    const allMs = pausesMs.reduce<number>((sum, pauseMs) => sum + pauseMs, 0);
    expect(allMs).toBeGreaterThan(3 * day);
    expect(allMs).toBeLessThan(3.5 * day);
    expect(pauseAfter(pausesMs.length + 1, middle)).toBeUndefined();
  });

  it('is up to a tenth less or more, so that what failed together comes apart', () => {
    expect(pauseAfter(1, { random: 0 })).toBe(4_500);
    expect(pauseAfter(1, { random: 1 })).toBe(5_500);
  });

  it('is never less than the receiver asks for, up to a day', () => {
    expect(pauseAfter(1, { ...middle, retryAfterMs: 60_000 })).toBe(60_000);
    expect(pauseAfter(2, { ...middle, retryAfterMs: 1_000 })).toBe(300_000);
    expect(pauseAfter(1, { ...middle, retryAfterMs: 30 * day })).toBe(day);
  });
});
