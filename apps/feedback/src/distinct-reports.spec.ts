import { describe, expect, it } from '@jest/globals';
import { distinctReports } from './distinct-reports.js';
import type { Report } from './report.js';

const report = (deliveryId: string, state: Report['state'], attempt: number, detail?: string): Report => ({
  executionId: 'UMA-1',
  sandbox: 'dev',
  campaignId: 'c1',
  campaignVersion: 1,
  deliveryId,
  ordinal: 0,
  namespace: 'crm',
  userId: 'user-0',
  channel: 'email',
  state,
  attempt,
  at: new Date(0),
  ...(detail && { detail }),
});

describe('the distinct reports of a batch', () => {
  it('are all of them, in their order, where each says something else', () => {
    const reports = [
      report('b', 'sent', 1),
      report('a', 'deferred', 1),
      report('a', 'deferred', 2),
      report('a', 'sent', 2),
    ];
    const { all, firsts } = distinctReports(reports);
    expect(all).toEqual(reports);
    expect([...firsts]).toEqual([
      ['b', reports[0]],
      ['a', reports[1]],
    ]);
  });

  it('are the first of those that say the same, whether or not others come between', () => {
    const [first, other] = [report('a', 'failed', 1, 'first words'), report('a', 'sent', 2, 'first words')];
    const repeats = [report('a', 'failed', 1, 'later words'), report('a', 'sent', 2, 'later words')];
    const { all, firsts } = distinctReports([first, first, other, ...repeats]);
    expect(all).toEqual([first, other]);
    expect(firsts.get('a')).toBe(first);
  });

  it('are none of no reports', () => {
    expect(distinctReports([])).toEqual({ all: [], firsts: new Map() });
  });
});
