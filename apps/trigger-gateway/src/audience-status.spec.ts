import { describe, expect, it } from '@jest/globals';
import { audienceStatusOf } from './audience-status.js';
import type { Reported } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

const execution: ExecutionRow = {
  execution_id: 'BMA-1',
  kind: 'audience',
  sandbox: 'dev',
  campaign_id: 'c1',
  campaign_version: 2,
  purpose: null,
  request_id: 'r1',
  body_hash: '',
  targeted: null,
  refused_recipients: null,
  execution_metadata: null,
  accepted_at: new Date('2026-01-01T00:00:00Z'),
  accepted_by: 'ck_1',
  cancelled_at: null,
  cancelled_by: null,
  schedule_id: null,
};
const status = (sent: number, run?: Reported['run']) =>
  audienceStatusOf(execution, 'a1', {
    counts: { ...nobody, sent, failed: 0, excluded: 0 },
    recipients: [],
    ...(run && { run }),
  });

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

describe('the status of an audience run, as Adobe answers it', () => {
  it('does not say how many are targeted before it is planned', () => {
    expect(audienceStatusOf(execution, 'a1', undefined)).toEqual({
      executionId: 'BMA-1',
      status: 'InProgress',
      createdAt: '2026-01-01T00:00:00.000Z',
      campaignId: 'c1',
      audienceId: 'a1',
      counts: { ...nobody, targeted: 0, requested: 0 },
    });
    expect(status(1)).not.toHaveProperty('targetedProfileCount');
  });

  it('says how many are targeted once it is planned', () => {
    expect(status(1, { state: 'planned', targeted: 3 })).toMatchObject({
      status: 'InProgress',
      targetedProfileCount: 3,
      counts: { targeted: 3, requested: 2, sent: 1 },
    });
  });

  it('says why it failed, or that nobody was in the audience', () => {
    const failed = { reason: 'DataSourceRefused', detail: 'weather answered 500.' };
    expect(status(0, { state: 'failed', ...failed, targeted: 3 })).toMatchObject({
      status: 'Failed',
      targetedProfileCount: 3,
      ...failed,
    });
    const skipped = { reason: 'EmptyAudience', detail: 'Nobody is in the audience.' };
    expect(status(0, { state: 'skipped', ...skipped })).toMatchObject({ status: 'Succeeded', ...skipped });
  });

  it('names no audience where the campaign version is not at hand', () => {
    expect(audienceStatusOf(execution, undefined, undefined)).not.toHaveProperty('audienceId');
  });
});
