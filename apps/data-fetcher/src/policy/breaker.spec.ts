import { describe, expect, it } from '@jest/globals';
import { afterCall, closedBreaker, closedTo, withCall, type Breaker, type HostSign } from './breaker.js';

const timeoutMs = 5_000;
const after = (breaker: Breaker, now: number, ...signs: HostSign[]) =>
  signs.reduce((current, sign) => afterCall(current, sign, now), breaker);
const fiveIll = Array<HostSign>(5).fill('ill');
const opened = after(closedBreaker, 0, ...fiveIll);

describe('the breaker of a host', () => {
  it('lets all through while calls succeed now and then', () => {
    const signs: HostSign[] = ['ill', 'ill', 'ill', 'ill', 'well', 'ill', 'ill', 'ill', 'ill'];
    expect(closedTo(after(closedBreaker, 0, ...signs), 0)).toBeUndefined();
  });

  it('opens for 30 s after five failures one after another, and then lets one through', () => {
    expect([closedTo(opened, 0), closedTo(opened, 29_999), closedTo(opened, 30_000)]).toEqual([
      30_000,
      30_000,
      undefined,
    ]);
    const probed = withCall(opened, timeoutMs, 30_000);
    expect(closedTo(probed, 30_001)).toBe(35_000);
  });

  it('counts no call as a failure that was broken off on our side', () => {
    const unknown = Array<HostSign>(9).fill('unknown');
    expect(after(closedBreaker, 0, 'ill', 'ill', 'ill', 'ill', ...unknown)).toMatchObject({ failures: 4 });
  });

  it('closes when the probe succeeds', () => {
    expect(after(withCall(opened, timeoutMs, 30_000), 31_000, 'well')).toEqual(closedBreaker);
  });

  it('opens again for twice as long when the probe fails, up to 5 min', () => {
    let breaker = opened;
    const waits: number[] = [];
    for (let probe = 0; probe < 5; probe += 1) {
      const now = breaker.openUntil ?? NaN;
      breaker = after(withCall(breaker, timeoutMs, now), now, 'ill');
      waits.push((breaker.openUntil ?? NaN) - now);
    }
    expect(waits).toEqual([60_000, 120_000, 240_000, 300_000, 300_000]);
  });

  it('lets another probe through when one is broken off, or its worker is not heard of any more', () => {
    const probed = withCall(opened, timeoutMs, 30_000);
    expect(closedTo(after(probed, 30_001, 'unknown'), 30_001)).toBeUndefined();
    expect(closedTo(probed, 35_000)).toBeUndefined();
  });

  it('is not held open longer by calls that were under way when it opened', () => {
    expect(after(opened, 1_000, 'ill', 'ill', 'unknown')).toMatchObject({ openUntil: 30_000, openings: 1 });
  });

  it('closes when one of those succeeds', () => {
    expect(after(opened, 1_000, 'well')).toEqual(closedBreaker);
  });
});
