import { describe, expect, it } from '@jest/globals';
import { pauseBeforeRestart } from './restart-policy.js';

describe('a program that has ended by itself', () => {
  it('is started again at once the first time', () => {
    expect(pauseBeforeRestart([5_000])).toBe(0);
  });

  it('is given a longer pause each time it ends again soon', () => {
    const ends = [0, 10, 20, 30];
    const pauses = ends.map((_, index) => pauseBeforeRestart(ends.slice(0, index + 1)));
    expect(pauses).toEqual([0, 250, 500, 1_000]);
  });

  it('is given up at its fifth end within a minute', () => {
    expect(pauseBeforeRestart([0, 15_000, 30_000, 45_000, 59_999])).toBeUndefined();
  });

  it('begins anew when a minute has passed', () => {
    expect(pauseBeforeRestart([0, 10, 20, 30, 60_000])).toBe(1_000);
    expect(pauseBeforeRestart([0, 10, 20, 30, 90_000])).toBe(0);
  });
});
