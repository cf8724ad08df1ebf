import type { Category } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { deferSchedules } from './defer-schedule.js';
import type { Handover } from './mail-provider.js';
import { settle, type Begun } from './settle.js';

const begun: Begun = { deliveryId: 'd1', attempt: 1, interrupted: [], deferrals: 0, ageMs: 0 };
const at = new Date(0);
const busy: Handover = { kind: 'retryable', detail: '451 busy', isConnection: false };
const silent: Handover = { kind: 'unknown', detail: 'Timeout' };

const after = (
  handover: Parameters<typeof settle>[1],
  changes: Partial<Begun> = {},
  category: Category = 'marketing',
) => settle({ ...begun, ...changes }, handover, { category, schedule: deferSchedules[category], random: 0.5, at });

describe('the end of an attempt', () => {
  it('ends the delivery by the provider’s word', () => {
    expect(after({ kind: 'accepted' })).toEqual({
      deliveryId: 'd1',
      attempt: 1,
      interrupted: [],
      deferrals: 0,
      result: { state: 'sent' },
      at,
    });
    expect(after({ kind: 'rejected', detail: '550 gone' }).result).toEqual({
      state: 'failed',
      reason: 'ProviderRejected',
      detail: '550 gone',
    });
  });

  it('ends a delivery that cannot be said, with the reason', () => {
    const failed = { state: 'failed', reason: 'RenderFailed', detail: 'no value' } as const;
    expect(after(failed)).toMatchObject({ result: failed });
  });

  it('puts off what the provider does not take now, longer each time', () => {
    expect(after(busy)).toMatchObject({
      result: { state: 'deferred', reason: 'ProviderUnavailable', detail: '451 busy' },
      deferrals: 1,
      dueInMs: 30_000,
    });
    expect(after(busy, { deferrals: 2 })).toMatchObject({ deferrals: 3, dueInMs: 120_000 });
    expect(after(busy, {}, 'transactional')).toMatchObject({ dueInMs: 5_000 });
  });

  it('fails what would not be valid any more', () => {
    const old = after(busy, { deferrals: 9, ageMs: 84 * 3_600_000 });
    expect(old).toMatchObject({ result: { state: 'failed', reason: 'ProviderUnavailable', detail: '451 busy' } });
    expect(old).not.toHaveProperty('dueInMs');
  });

  it('leaves marketing in doubt where the provider’s word did not come', () => {
    const unknown = after(silent);
    expect(unknown).toMatchObject({
      interrupted: [],
      result: { state: 'unknown', reason: 'NoReplyAfterBody', detail: 'Timeout' },
    });
    expect(unknown).not.toHaveProperty('dueInMs');
  });

  it('lets the next attempt of a transactional one follow at once, three at most', () => {
    const next = { result: { state: 'deferred', reason: 'NoReplyAfterBody' }, dueInMs: 0, deferrals: 4 };
    expect(after(silent, { deferrals: 4 }, 'transactional')).toMatchObject({ ...next, interrupted: [1] });
    expect(after(silent, { deferrals: 4, attempt: 7, interrupted: [2] }, 'transactional')).toMatchObject({
      ...next,
      interrupted: [2, 7],
    });
    expect(after(silent, { attempt: 8, interrupted: [2, 7] }, 'transactional')).toMatchObject({
      interrupted: [2, 7],
      result: { state: 'unknown' },
    });
  });
});
