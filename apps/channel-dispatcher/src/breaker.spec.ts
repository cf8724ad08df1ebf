import { describe, expect, it } from '@jest/globals';
import { Breaker } from './breaker.js';

describe('the breaker of a provider', () => {
  it('opens after a failure for 1 s, then for twice as long each time, up to 30 s', () => {
    const breaker = new Breaker();
    let now = 0;
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      expect(breaker.isOpen(now)).toBe(false);
      breaker.failed(now);
      expect(breaker.isOpen(now + seconds * 1_000 - 1)).toBe(true);
      now += seconds * 1_000;
    }
  });

  it('counts those that fail together once', () => {
    const breaker = new Breaker();
    for (const now of [0, 1, 2]) breaker.failed(now);
    expect(breaker.isOpen(1_000)).toBe(false);
    breaker.failed(1_000);
    expect(breaker.isOpen(2_999)).toBe(true);
    expect(breaker.isOpen(3_000)).toBe(false);
  });

  it('closes, and begins anew, with the first connection that succeeds', () => {
    const breaker = new Breaker();
    breaker.failed(0);
    breaker.failed(1_000);
    breaker.succeeded();
    expect(breaker.isOpen(1_001)).toBe(false);
    breaker.failed(2_000);
    expect(breaker.isOpen(3_000)).toBe(false);
  });
});
