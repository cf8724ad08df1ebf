import { describe, expect, it } from '@jest/globals';
import { progressOf } from './progress.js';

const execution = { executionId: 'BMA-1', sandbox: 'dev', campaignId: 'c1', campaignVersion: 1 };
const at = '2026-01-02T03:04:05.006Z';

describe('the progress of an execution', () => {
  it('is how many it is planned for, or how it ended', () => {
    expect(progressOf({ ...execution, at, state: 'planned', targeted: 50 })).toEqual({
      ...execution,
      run: { state: 'planned', targeted: 50 },
    });
    const end = { state: 'failed' as const, reason: 'UnknownAttribute', detail: 'No profile has homeAddress.town.' };
    expect(progressOf({ ...execution, at, ...end })).toEqual({ ...execution, run: end });
  });

  it('is why it is suspended, or that it is not any more', () => {
    const suspended = { state: 'suspended' as const, suspension: 1, reason: 'DataSourceRefused', detail: 'HTTP 503.' };
    expect(progressOf({ ...execution, at, ...suspended }).run).toEqual(suspended);
    const resumed = { state: 'resumed' as const, suspension: 1 };
    expect(progressOf({ ...execution, at, ...resumed }).run).toEqual(resumed);
  });

  it('loses what Postgres takes in no text, and nothing else', () => {
    const end = { state: 'skipped' as const, reason: 'Empty\ud800', detail: 'nobody\0 🙂' };
    expect(progressOf({ ...execution, executionId: 'BMA-\udc00', at, ...end })).toEqual({
      ...execution,
      executionId: 'BMA-\uFFFD',
      run: { state: 'skipped', reason: 'Empty\uFFFD', detail: 'nobody\uFFFD 🙂' },
    });
  });
});
