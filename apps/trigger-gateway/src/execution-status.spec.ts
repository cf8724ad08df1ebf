import { describe, expect, it } from '@jest/globals';
import { statusOf } from './execution-status.js';
import type { ExecutionRow } from './tables.js';

const execution: ExecutionRow = {
  execution_id: 'UMA-1',
  sandbox: 'dev',
  campaign_id: 'c1',
  campaign_version: 2,
  request_id: 'r1',
  body_hash: '',
  targeted: 3,
  accepted_at: new Date('2026-01-01T00:00:00Z'),
  accepted_by: 'ck_1',
};
const status = (sent: number, failed: number, excluded: number) =>
  statusOf(execution, { counts: { sent, failed, excluded }, recipients: [] });

describe('the status of an execution', () => {
  it('is in progress, with all pending, before anything was reported', () => {
    expect(statusOf(execution, undefined)).toMatchObject({
      executionId: 'UMA-1',
      status: 'InProgress',
      counts: { targeted: 3, pending: 3, sent: 0 },
      recipients: [],
    });
  });

  it('accounts for every recipient at every moment', () => {
    expect(status(1, 1, 0)).toMatchObject({
      status: 'InProgress',
      counts: { targeted: 3, pending: 1, sent: 1, failed: 1 },
    });
  });

  it('is succeeded when all have ended and somebody was written to, or nobody was to be', () => {
    expect(status(1, 1, 1).status).toBe('Succeeded');
    expect(status(0, 0, 3).status).toBe('Succeeded');
  });

  it('is failed when all have ended, nobody was written to, and it was not for their exclusion alone', () => {
    expect(status(0, 1, 2).status).toBe('Failed');
  });
});
