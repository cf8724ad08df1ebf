import { describe, expect, it } from '@jest/globals';
import type { AudienceStatus } from '../execution-status.answer.js';
import { scheduleStatusOf } from './schedule-status.js';

const schedule = {
  schedule_id: 's1',
  call: { campaignId: 'c1', audience: { id: 'a1' } },
  execute_at: new Date('2026-05-01T08:00:00Z'),
  state: 'scheduled' as const,
};
const known = { scheduleId: 's1', audience: { id: 'a1' }, campaignId: 'c1', executeAt: '2026-05-01T08:00:00.000Z' };
const nobody = { targeted: 0, requested: 0, deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };
const details: AudienceStatus = {
  executionId: 'BMA-1',
  createdAt: '2026-05-01T08:00:00.000Z',
  campaignId: 'c1',
  status: 'InProgress',
  counts: nobody,
};

describe('the status of a schedule', () => {
  it('is Scheduled, with what the call named, until its execution begins', () => {
    expect(scheduleStatusOf(schedule, undefined)).toEqual({ ...known, scheduleStatus: 'Scheduled' });
    const { audience, ...unnamed } = known;
    expect(audience).toEqual({ id: 'a1' });
    expect(scheduleStatusOf({ ...schedule, call: { campaignId: 'c1' } }, undefined)).toEqual({
      ...unnamed,
      scheduleStatus: 'Scheduled',
    });
  });

  it('is Triggered with its execution, also when that has begun while it was asked', () => {
    const triggered = { ...known, scheduleStatus: 'Triggered', executionDetails: details };
    expect(scheduleStatusOf({ ...schedule, state: 'triggered' }, details)).toEqual(triggered);
    expect(scheduleStatusOf({ ...schedule, state: 'failed' }, details)).toEqual(triggered);
    expect(scheduleStatusOf(schedule, details)).toEqual(triggered);
  });

  it('stays Triggered when its execution is forgotten', () => {
    const status = scheduleStatusOf({ ...schedule, state: 'triggered' }, undefined);
    expect(status).toEqual({ ...known, scheduleStatus: 'Triggered' });
  });
});
