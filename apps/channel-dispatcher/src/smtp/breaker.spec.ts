import { describe, expect, it } from '@jest/globals';
import { Breaker } from './breaker.js';

const opened = () => {
  const breaker = new Breaker();
  for (let failure = 0; failure < 3; failure += 1) breaker.failed(0);
  return breaker;
};

describe('the breaker of a provider', () => {
  it('bears it when a connection is lost now and then', () => {
    const breaker = new Breaker();
    for (let now = 0; now < 10; now += 1) {
      breaker.failed(now);
      breaker.failed(now);
      expect(breaker.isOpen(now)).toBe(false);
      breaker.succeeded();
    }
  });

  it('opens after three failures in a row for 1 s, then after each for twice as long, up to 30 s', () => {
    const breaker = opened();
    let now = 0;
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      if (now > 0) breaker.failed(now);
      expect(breaker.isOpen(now + seconds * 1_000 - 1)).toBe(true);
      now += seconds * 1_000;
      expect(breaker.isOpen(now)).toBe(false);
    }
  });

  it('does not count those that were under way when it opened', () => {
    const breaker = opened();
    for (const now of [1, 2, 3]) breaker.failed(now);
    expect(breaker.isOpen(1_000)).toBe(false);
    breaker.failed(1_000);
    expect(breaker.isOpen(2_999)).toBe(true);
    expect(breaker.isOpen(3_000)).toBe(false);
  });

  it('closes, and begins anew, with the first connection that succeeds', () => {
    const breaker = opened();
    breaker.succeeded();
    expect(breaker.isOpen(1)).toBe(false);
    breaker.failed(2);
    expect(breaker.isOpen(2)).toBe(false);
  });
});
