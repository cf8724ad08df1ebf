import { describe, expect, it } from '@jest/globals';
import { statusOf } from './execution-status.js';
import type { Reported } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

const unitary: ExecutionRow = {
  execution_id: 'UMA-1',
  kind: 'unitary',
  sandbox: 'dev',
  campaign_id: 'c1',
  campaign_version: 2,
  purpose: null,
  request_id: 'r1',
  body_hash: '',
  targeted: 3,
  refused_recipients: null,
  execution_metadata: null,
  accepted_at: new Date('2026-01-01T00:00:00Z'),
  accepted_by: 'ck_1',
  cancelled_at: null,
  cancelled_by: null,
  schedule_id: null,
};
const audience: ExecutionRow = { ...unitary, execution_id: 'BMA-1', kind: 'audience', targeted: null };

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };
const planned = { state: 'planned' as const, targeted: 3 };
const failed = { state: 'failed' as const, reason: 'DataSourceRefused', detail: 'weather answered 500.' };
const suspended = { ...failed, state: 'suspended' as const };
const resumed = { state: 'resumed' as const };
const skipped = { state: 'skipped' as const, reason: 'EmptyAudience', detail: 'Nobody is in the audience.' };

function status(execution: ExecutionRow, [sent, failures, excluded]: [number, number, number], run?: Reported['run']) {
  const counts = { ...nobody, sent, failed: failures, excluded };
  return statusOf(execution, { counts, recipients: [], ...(run && { run }) });
}
const counts = (targeted: number, requested: number, sent: number, failures: number, excluded: number) => ({
  targeted,
  requested,
  deferred: 0,
  sent,
  failed: failures,
  excluded,
  unknown: 0,
  rendered: 0,
});

describe('the status of an execution', () => {
  it('is in progress, with all requested, before anything was reported', () => {
    expect(statusOf(unitary, undefined)).toEqual({
      executionId: 'UMA-1',
      requestId: 'r1',
      campaignId: 'c1',
      campaignVersion: 2,
      acceptedAt: '2026-01-01T00:00:00.000Z',
      status: 'InProgress',
      counts: counts(3, 3, 0, 0, 0),
      recipients: [],
    });
  });

  it('says beside its states how many opened their mail and followed a link, once somebody did, and when each did', () => {
    const sent = { ...nobody, sent: 3 };
    const times = { openedAt: '2026-01-01T00:01:00.000Z', clickedAt: '2026-01-01T00:02:00.000Z' };
    const recipient = {
      ...{ deliveryId: 'd1', ordinal: 0, namespace: 'crm', userId: 'ada', channel: 'email' as const },
      ...{ state: 'sent' as const, attempt: 1, at: '2026-01-01T00:00:01.000Z', ...times },
    };
    const engaged = { opened: 2, clicked: 1 };
    expect(statusOf(unitary, { counts: sent, engaged, recipients: [recipient] })).toMatchObject({
      status: 'Succeeded',
      counts: { ...counts(3, 0, 3, 0, 0), ...engaged },
      recipients: [times],
    });
    expect(statusOf(unitary, { counts: sent, recipients: [] }).counts).toEqual(counts(3, 0, 3, 0, 0));
  });

  it('says when and by which key it was cancelled, or that its campaign was stopped', () => {
    const cancelled = { ...unitary, cancelled_at: new Date('2026-01-01T00:00:05Z'), cancelled_by: 'ck_2' };
    const cancelledAt = '2026-01-01T00:00:05.000Z';
    expect(status(cancelled, [1, 0, 1])).toMatchObject({ status: 'InProgress', cancelledAt, cancelledBy: 'ck_2' });
    const stopped = status({ ...cancelled, cancelled_by: null }, [1, 0, 2]);
    expect(stopped).toMatchObject({ status: 'Succeeded', cancelledAt, counts: counts(3, 0, 1, 0, 2) });
    expect(stopped).not.toHaveProperty('cancelledBy');
  });

  it('accounts for every recipient at every moment', () => {
    expect(status(unitary, [1, 1, 0])).toMatchObject({ status: 'InProgress', counts: counts(3, 1, 1, 1, 0) });
  });

  it('is succeeded when all have ended and somebody was written to, or nobody was to be', () => {
    expect(status(unitary, [1, 1, 1]).status).toBe('Succeeded');
    expect(status(unitary, [0, 0, 3]).status).toBe('Succeeded');
  });

  it('is failed when all have ended, nobody was written to, and it was not for their exclusion alone', () => {
    expect(status(unitary, [0, 1, 2]).status).toBe('Failed');
  });

  it('is in progress while a delivery is deferred, which is counted apart', () => {
    const reported = { counts: { ...nobody, deferred: 1, sent: 1, unknown: 1 }, recipients: [] };
    expect(statusOf(unitary, reported)).toMatchObject({
      status: 'InProgress',
      counts: { targeted: 3, requested: 0, deferred: 1, sent: 1, failed: 0, excluded: 0, unknown: 1, rendered: 0 },
    });
  });

  it('is succeeded with somebody in doubt where another was written to, and failed where nobody is known to be', () => {
    const of = (counts: object) => statusOf(unitary, { counts: { ...nobody, ...counts }, recipients: [] }).status;
    expect(of({ sent: 2, unknown: 1 })).toBe('Succeeded');
    expect(of({ excluded: 2, unknown: 1 })).toBe('Failed');
    expect(of({ unknown: 3 })).toBe('Failed');
  });

  it('says that it is a dry run, and has succeeded once somebody’s message was rendered', () => {
    const dryRun: ExecutionRow = { ...unitary, purpose: 'dry-run' };
    const of = (counts: object) => statusOf(dryRun, { counts: { ...nobody, ...counts }, recipients: [] });
    expect(of({ rendered: 2 })).toMatchObject({ status: 'InProgress', purpose: 'dry-run', counts: { requested: 1 } });
    expect(of({ rendered: 1, failed: 2 })).toMatchObject({ status: 'Succeeded', counts: { targeted: 3, rendered: 1 } });
    expect(of({ failed: 3 }).status).toBe('Failed');
  });

  it('is failed, as everybody who had not ended, when the execution failed as a whole', () => {
    expect(status(unitary, [0, 0, 1], failed)).toMatchObject({
      status: 'Failed',
      reason: 'DataSourceRefused',
      detail: 'weather answered 500.',
      counts: counts(3, 0, 0, 2, 1),
    });
    expect(status(unitary, [3, 0, 0], failed)).toMatchObject({ status: 'Failed', counts: counts(3, 0, 3, 0, 0) });
  });

  it('is in progress while it is suspended, and says why', () => {
    expect(status(unitary, [0, 0, 0], suspended)).toMatchObject({
      status: 'InProgress',
      isSuspended: true,
      reason: 'DataSourceRefused',
      counts: counts(3, 3, 0, 0, 0),
    });
    expect(status(unitary, [3, 0, 0], resumed)).toMatchObject({ status: 'Succeeded' });
    expect(status(unitary, [3, 0, 0], resumed)).not.toHaveProperty('isSuspended');
  });

  it('is succeeded, with all excluded who had not ended, when it was skipped as a whole', () => {
    expect(status(unitary, [0, 0, 0], skipped)).toMatchObject({ status: 'Succeeded', counts: counts(3, 0, 0, 0, 3) });
  });

  it('has a reason only where the execution ended as a whole', () => {
    expect(status(unitary, [0, 3, 0])).not.toHaveProperty('reason');
    expect(status(audience, [0, 3, 0], planned)).not.toHaveProperty('detail');
  });
});

describe('the status of an audience run', () => {
  it('is in progress, with nobody targeted, before it is planned', () => {
    expect(statusOf(audience, undefined)).toMatchObject({ status: 'InProgress', counts: counts(0, 0, 0, 0, 0) });
  });

  it('targets as many as it was planned for', () => {
    expect(status(audience, [1, 0, 1], planned)).toMatchObject({
      status: 'InProgress',
      counts: counts(3, 1, 1, 0, 1),
    });
  });

  it('never targets fewer than have ended, also when reports came before the plan', () => {
    expect(status(audience, [2, 1, 1])).toMatchObject({ status: 'InProgress', counts: counts(4, 0, 2, 1, 1) });
    expect(status(audience, [2, 1, 1], planned)).toMatchObject({ counts: counts(4, 0, 2, 1, 1) });
  });

  it('is in progress while it is suspended or resumed and not planned yet', () => {
    for (const run of [suspended, resumed]) expect(status(audience, [0, 0, 0], run).status).toBe('InProgress');
    expect(status(audience, [1, 1, 1], { ...resumed, targeted: 3 }).status).toBe('Succeeded');
  });

  it('ends when all of those have ended for whom it was planned', () => {
    expect(status(audience, [1, 1, 1], planned).status).toBe('Succeeded');
    expect(status(audience, [0, 2, 1], planned).status).toBe('Failed');
    expect(status(audience, [0, 0, 3], planned).status).toBe('Succeeded');
  });

  it('is succeeded, with the reason, when there was nothing to do', () => {
    expect(status(audience, [0, 0, 0], skipped)).toMatchObject({
      status: 'Succeeded',
      reason: 'EmptyAudience',
      detail: 'Nobody is in the audience.',
      counts: counts(0, 0, 0, 0, 0),
    });
  });

  it('is failed, before it was planned or after', () => {
    expect(status(audience, [0, 0, 0], failed)).toMatchObject({ status: 'Failed', counts: counts(0, 0, 0, 0, 0) });
    expect(status(audience, [0, 0, 0], { ...failed, targeted: 3 })).toMatchObject({
      status: 'Failed',
      counts: counts(3, 0, 0, 3, 0),
    });
  });

  it('makes the states sum up to the targeted, whatever was said', () => {
    for (const run of [undefined, planned, suspended, resumed, skipped, failed, { ...failed, targeted: 3 }]) {
      for (const ended of [0, 1, 2, 3, 4]) {
        for (const execution of [unitary, audience]) {
          const { targeted, ...states } = status(execution, [ended, 1, 0], run).counts;
          expect(Object.values(states).reduce((sum, count) => sum + count)).toBe(targeted);
          expect(Math.min(...Object.values(states))).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });
});
