import { describe, expect, it } from '@jest/globals';
import { mayBeRetried, mostCalls, pauseBeforeRetry } from './retries.js';

const middle = { random: 0.5 };
const pausesOf = (policy: object) =>
  [1, 2, 3, 4, 5].map((count) => pauseBeforeRetry({ begun: count, failed: count }, policy, middle));

describe('a call that failed', () => {
  it('is made again three times, after growing pauses (B-56)', () => {
    expect(pausesOf({})).toEqual([1_000, 2_000, 4_000, undefined, undefined]);
  });

  it('is made again as often, and after such pauses, as its policy says', () => {
    expect(pausesOf({ retries: 4, retryPauseMs: 10 })).toEqual([10, 20, 40, 80, undefined]);
    expect(pausesOf({ retries: 0 })[0]).toBeUndefined();
  });

  it('is made again at no time that all would choose', () => {
    const calls = { begun: 1, failed: 1 };
    expect([0, 1].map((random) => pauseBeforeRetry(calls, {}, { random }))).toEqual([750, 1_250]);
  });

  it('is made again though another was broken off before, up to two calls more in all', () => {
    expect([mostCalls({}), mostCalls({ retries: 0 })]).toEqual([6, 3]);
    expect(pauseBeforeRetry({ begun: 5, failed: 3 }, {}, middle)).toBe(4_000);
    expect(pauseBeforeRetry({ begun: 6, failed: 1 }, {}, middle)).toBeUndefined();
  });

  it('is not made again sooner than the data source asks, nor later than in 10 min', () => {
    const after = (retryAfterMs: number, policy = {}) =>
      pauseBeforeRetry({ begun: 1, failed: 1 }, policy, { ...middle, retryAfterMs });
    expect([after(0), after(90_000), after(86_400_000)]).toEqual([1_000, 90_000, 600_000]);
    expect(after(0, { retryPauseMs: 3_600_000 })).toBe(600_000);
    expect(after(90_000, { retries: 0 })).toBeUndefined();
  });

  it('is made again after the statuses that its policy names, and no other', () => {
    const refused = { reason: 'DataSourceRefused' as const, detail: '' };
    const of = (status: number, isRetryable: boolean, policy: object) =>
      mayBeRetried({ ...refused, isRetryable }, status, policy);
    expect([of(503, true, {}), of(404, false, {})]).toEqual([true, false]);
    expect([of(503, true, { retryStatuses: [404] }), of(404, false, { retryStatuses: [404] })]).toEqual([false, true]);
  });

  it('is made again as ever where no status came, whatever statuses its policy names', () => {
    const lost = { reason: 'DataSourceUnreachable' as const, detail: '', isRetryable: true };
    expect(mayBeRetried(lost, null, { retryStatuses: [] })).toBe(true);
    expect(mayBeRetried({ ...lost, isRetryable: false }, null, { retryStatuses: [503] })).toBe(false);
  });
});
