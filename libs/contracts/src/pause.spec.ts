import { describe, expect, it } from '@jest/globals';
import { pauseMs } from './pause.js';

describe('the pause before another try', () => {
  it('grows from half a second to thirty', () => {
    expect([1, 2, 3, 10, 100].map((attempt) => pauseMs(attempt, 1))).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
  });

  it('is jittered by half', () => {
    expect(pauseMs(1, 0)).toBe(250);
  });
});
