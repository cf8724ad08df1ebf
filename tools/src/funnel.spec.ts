import { LocalServerError } from '@clarion/testing';
import { describe, expect, it } from '@jest/globals';
import { asLines, funnelText, totalsOf } from './funnel.js';

describe('the funnel of a run', () => {
  it('tells how many are targeted, and then who is where', () => {
    const counts = { targeted: 50, requested: 12, sent: 38, failed: 0, excluded: 0 };
    expect(funnelText(counts)).toBe('targeted 50 · requested 12 · sent 38');
    expect(funnelText({ ...counts, requested: 0, sent: 49, excluded: 1 })).toBe('targeted 50 · sent 49 · excluded 1');
  });

  it('begins before it is known who is targeted', () => {
    expect(funnelText({ targeted: 0, sent: 0 })).toBe('targeted 0');
  });

  it('ends with the totals, or with the reason why the run failed', () => {
    const counts = { targeted: 50, sent: 50 };
    expect(totalsOf({ executionId: 'BMA-1', status: 'Succeeded', counts })).toBe(counts);
    const failed = { executionId: 'BMA-1', status: 'Failed' as const, counts: { targeted: 50, failed: 50 } };
    expect(() => totalsOf({ ...failed, reason: 'FetchFailed', detail: 'weather was answered 500' })).toThrow(
      new LocalServerError('The run BMA-1 failed: FetchFailed: weather was answered 500'),
    );
    expect(() => totalsOf(failed)).toThrow('The run BMA-1 failed: targeted 50 · failed 50');
    const skipped = { executionId: 'BMA-1', status: 'Succeeded' as const, counts: { targeted: 0 } };
    expect(() => totalsOf({ ...skipped, reason: 'EmptyAudience' })).toThrow('The run BMA-1 was skipped: EmptyAudience');
  });
});

describe('the lines of a funnel without a terminal', () => {
  it('are new ones only, and two a second at most', () => {
    const lines: string[] = [];
    let now = 0;
    const show = asLines(
      (text) => lines.push(text),
      () => now,
    );
    const shown: [number, string][] = [
      [0, 'sent 1'],
      [100, 'sent 2'],
      [500, 'sent 3'],
      [1_000, 'sent 3'],
      [1_100, 'sent 4'],
    ];
    for (const [at, text] of shown) {
      now = at;
      show(text);
    }
    expect(lines).toEqual(['sent 1', 'sent 3', 'sent 4']);
  });
});
