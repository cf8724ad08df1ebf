import { describe, expect, it } from '@jest/globals';
import type { Progress } from '../progress.js';
import { owedForEnds } from './owed-for-ends.js';
import type { ListeningWebhook } from './webhooks.js';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const identity = { executionId: 'UMA-1', sandbox: 'dev', campaignId: 'c1', campaignVersion: 3 };
const failed: Progress = {
  ...identity,
  run: { state: 'failed', reason: 'DataSourceRefused', detail: 'it answered with HTTP 500' },
  at: '2026-01-02T03:04:05.006Z',
  webhooks: { requestId: 'order-1', traceparent },
};
const skipped: Progress = { ...failed, run: { state: 'skipped', reason: 'Cancelled', detail: 'It was cancelled.' } };
const failures: ListeningWebhook = { id: 'w1', states: new Set(['failed']) };
const exclusions: ListeningWebhook = { id: 'w2', states: new Set(['excluded', 'sent']) };
const owed = (...ends: Progress[]) => owedForEnds(ends, new Map([['dev', [failures, exclusions]]]));

describe('what the end of an execution owes to webhooks', () => {
  it('says that it has ended, and why, in the name of the caller', () => {
    const [one] = owed(failed);
    expect(one).toMatchObject({ webhookId: 'w1', sandbox: 'dev', executionId: 'UMA-1', recipients: 0, traceparent });
    expect(JSON.parse(one?.body ?? '')).toEqual({
      type: 'execution.ended',
      timestamp: '2026-01-02T03:04:05.006Z',
      data: {
        ...{ ...identity, requestId: 'order-1', state: 'failed' },
        ...{ reason: 'DataSourceRefused', detail: 'it answered with HTTP 500' },
      },
    });
  });

  it('goes to who wants failures, or exclusions where it was skipped', () => {
    expect(owed(failed, skipped).map(({ webhookId }) => webhookId)).toEqual(['w1', 'w2']);
  });

  it('is nothing for campaigns without webhooks, and for what is not in earnest', () => {
    const untold = { ...failed };
    delete untold.webhooks;
    expect(owed(untold, { ...failed, purpose: 'proof' }, { ...failed, sandbox: 'prod' })).toEqual([]);
  });
});
