import { describe, expect, it } from '@jest/globals';
import { standingAfter } from './after-attempt.js';
import { pausesMs } from './retry-times.js';

const now = Date.parse('2026-06-12T16:00:00Z');
const answered = (status: number, retryAfter?: string) => ({
  kind: 'answered' as const,
  status,
  answer: '',
  ...(retryAfter !== undefined && { retryAfter }),
});
const silent = { kind: 'silent' as const, reason: 'TimedOut' as const, detail: '' };
const after = (end: Parameters<typeof standingAfter>[0], failures = 0) =>
  standingAfter(end, failures, { now, random: 0.5 });

describe('a delivery to a webhook', () => {
  it.each([200, 201, 202, 204, 299])('is there with status %d', (status) => {
    expect(after(answered(status), 3)).toEqual({ state: 'delivered' });
  });

  it.each([301, 302, 307, 308, 400, 401, 404, 408, 429, 500, 503])('is tried again after status %d', (status) => {
    expect(after(answered(status))).toEqual({ state: 'pending', delayMs: 5_000 });
  });

  it('is tried again when nothing was answered', () => {
    expect(after(silent, 1)).toEqual({ state: 'pending', delayMs: 300_000 });
  });

  it('waits for as long as the receiver asks, in seconds or by a date', () => {
    expect(after(answered(429, '90'))).toEqual({ state: 'pending', delayMs: 90_000 });
    expect(after(answered(503, 'Fri, 12 Jun 2026 16:02:00 GMT'))).toEqual({ state: 'pending', delayMs: 120_000 });
    expect(after(answered(503, 'soon'))).toEqual({ state: 'pending', delayMs: 5_000 });
  });

  it('ends with its webhook when the receiver is gone', () => {
    expect(after(answered(410))).toEqual({ state: 'failed', isGone: true });
  });

  it('fails after its last attempt', () => {
    expect(after(silent, pausesMs.length - 1)).toMatchObject({ state: 'pending' });
    expect(after(silent, pausesMs.length)).toEqual({ state: 'failed', isGone: false });
    expect(after(answered(500, '90'), pausesMs.length)).toEqual({ state: 'failed', isGone: false });
  });
});
