import { describe, expect, it } from '@jest/globals';
import { applyReports } from './apply-reports.js';
import type { Standing } from './next-state.js';
import type { Report } from './report.js';

const minute = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes));

const report = (
  deliveryId: string,
  state: Report['state'],
  attempt: number,
  changes: Partial<Report> = {},
): Report => ({
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
  at: minute(attempt),
  ...changes,
});
const nothingKnown = new Map<string, Standing>();

describe('new reports', () => {
  it('are counted where nothing was known, each execution for itself', () => {
    const reports = [
      report('a', 'sent', 1),
      report('b', 'failed', 1),
      report('c', 'sent', 1, { executionId: 'UMA-2' }),
    ];
    const { deliveries, movements } = applyReports(nothingKnown, reports);
    expect(deliveries).toEqual(reports);
    expect(movements).toMatchObject([
      { executionId: 'UMA-1', counts: { sent: 1, failed: 1, excluded: 0 } },
      { executionId: 'UMA-2', counts: { sent: 1, failed: 0, excluded: 0 } },
    ]);
  });

  it('move a delivery from the state in which it was counted', () => {
    const { movements } = applyReports(new Map([['a', { state: 'failed', attempt: 1 }]]), [report('a', 'sent', 2)]);
    expect(movements).toMatchObject([{ counts: { sent: 1, failed: -1, excluded: 0 } }]);
  });

  it('count as deferred what was put off, until another is said of it', () => {
    const { movements } = applyReports(new Map([['a', { state: 'deferred', attempt: 1 }]]), [
      report('a', 'unknown', 1),
      report('b', 'deferred', 1),
    ]);
    expect(movements).toMatchObject([{ counts: { deferred: 0, unknown: 1, sent: 0, failed: 0, excluded: 0 } }]);
  });

  it('count a delivery once, also when several are about it', () => {
    const reports = [report('a', 'excluded', 0), report('a', 'sent', 2), report('a', 'failed', 1)];
    const { deliveries, movements } = applyReports(nothingKnown, reports);
    expect(deliveries).toEqual([report('a', 'sent', 2)]);
    expect(movements).toMatchObject([{ counts: { sent: 1, failed: 0, excluded: 0 } }]);
  });

  it('change no state when a stronger one is known, and still tell their times', () => {
    const known = new Map<string, Standing>([['a', { state: 'sent', attempt: 1 }]]);
    const { deliveries, movements } = applyReports(known, [report('a', 'failed', 3), report('a', 'excluded', 2)]);
    expect(deliveries).toEqual([]);
    expect(movements).toEqual([
      {
        executionId: 'UMA-1',
        counts: { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 },
        firstAt: minute(2),
        lastAt: minute(3),
      },
    ]);
  });
});
