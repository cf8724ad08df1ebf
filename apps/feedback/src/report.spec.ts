import { describe, expect, it } from '@jest/globals';
import { reportsOf, storageFaultOf, type ReportedChunk } from './report.js';

const deliveryId = '0b9f6d0e-8a0c-5f2e-9d3a-2f5c1f1f7a10';
const report: ReportedChunk['reports'][number] = {
  deliveryId,
  ordinal: 0,
  namespace: 'crm',
  userId: 'user-0',
  channel: 'email',
  state: 'failed',
  reason: 'ProviderRejected',
  attempt: 1,
  at: '2026-01-02T03:04:05.006Z',
};
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const execution = { executionId: 'UMA-1', sandbox: 'dev', campaignId: 'c1', campaignVersion: 1 };
const chunk = (changes: Partial<typeof report>): ReportedChunk => ({
  ...execution,
  chunk: 0,
  reports: [{ ...report, ...changes }],
});

describe('the reports of a chunk', () => {
  it('carry the execution and keep what was said', () => {
    expect(reportsOf(chunk({}), traceparent)).toEqual([{ ...execution, ...report, at: new Date(report.at) }]);
  });

  it('say for whom webhooks are told of them, and in which trace', () => {
    const told = reportsOf({ ...chunk({}), webhooks: { requestId: 'order-1' } }, traceparent);
    expect(told).toMatchObject([{ webhooks: { requestId: 'order-1', traceparent } }]);
  });

  it('have their delivery id as Postgres spells it', () => {
    const [spelt] = reportsOf(chunk({ deliveryId: `URN:UUID:${deliveryId.toUpperCase()}` }), traceparent);
    expect(spelt?.deliveryId).toBe(deliveryId);
  });

  it('lose what Postgres takes in no text, and nothing else', () => {
    const [kept] = reportsOf(chunk({ detail: '550 no\0such\ud800 user 🙂' }), traceparent);
    expect(kept?.detail).toBe('550 no\uFFFDsuch\uFFFD user 🙂');
  });
});

describe('a chunk', () => {
  it('can be stored when its numbers and times can', () => {
    expect(storageFaultOf(chunk({ ordinal: 2_147_483_647 }))).toBeUndefined();
  });

  it.each([
    [{ ordinal: 2_147_483_648 }, /report 0 is too large/],
    [{ attempt: 2_147_483_648 }, /report 0 is too large/],
    [{ at: '0000-01-01T00:00:00Z' }, /report 0 is not of a time/],
    [{ at: '2026-12-31T23:59:60Z' }, /report 0 is not of a time/],
  ])('cannot be stored with %j', (changes, fault) => {
    expect(storageFaultOf(chunk(changes))).toMatch(fault);
  });

  it('cannot be stored when its execution is more than an index takes', () => {
    expect(storageFaultOf({ ...chunk({}), executionId: 'x'.repeat(201) })).toMatch(/200 characters/);
    expect(storageFaultOf({ ...chunk({}), campaignVersion: 2 ** 31 })).toMatch(/campaignVersion/);
  });
});
