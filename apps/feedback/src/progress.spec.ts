import { describe, expect, it } from '@jest/globals';
import type { Progressed } from './next-run.js';
import { progressOf } from './progress.js';

const execution = { executionId: 'BMA-1', sandbox: 'dev', campaignId: 'c1', campaignVersion: 1 };
const at = '2026-01-02T03:04:05.006Z';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const kept = (data: Progressed) => progressOf(data, traceparent);

describe('the progress of an execution', () => {
  it('is how many it is planned for, or how it ended', () => {
    expect(kept({ ...execution, at, state: 'planned', targeted: 50 })).toEqual({
      ...execution,
      at,
      run: { state: 'planned', targeted: 50 },
    });
    const end = { state: 'failed' as const, reason: 'UnknownAttribute', detail: 'No profile has homeAddress.town.' };
    expect(kept({ ...execution, at, ...end })).toEqual({ ...execution, at, run: end });
  });

  it('is why it is suspended, or that it is not any more', () => {
    const suspended = { state: 'suspended' as const, suspension: 1, reason: 'DataSourceRefused', detail: 'HTTP 503.' };
    expect(kept({ ...execution, at, ...suspended }).run).toEqual(suspended);
    const resumed = { state: 'resumed' as const, suspension: 1 };
    expect(kept({ ...execution, at, ...resumed }).run).toEqual(resumed);
  });

  it('is told to webhooks where it has ended, and its campaign has them', () => {
    const end = { state: 'failed' as const, reason: 'UnknownAttribute', detail: 'No profile has homeAddress.town.' };
    expect(kept({ ...execution, at, ...end, webhooks: { requestId: 'order-1' } })).toMatchObject({
      webhooks: { requestId: 'order-1', traceparent },
    });
  });

  it('loses what Postgres takes in no text, and nothing else', () => {
    const end = { state: 'skipped' as const, reason: 'Empty\ud800', detail: 'nobody\0 🙂' };
    expect(kept({ ...execution, executionId: 'BMA-\udc00', at, ...end })).toEqual({
      ...execution,
      executionId: 'BMA-\uFFFD',
      at,
      run: { state: 'skipped', reason: 'Empty\uFFFD', detail: 'nobody\uFFFD 🙂' },
    });
  });
});
