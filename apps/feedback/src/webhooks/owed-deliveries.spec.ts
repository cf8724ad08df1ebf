import { describe, expect, it } from '@jest/globals';
import type { Report } from '../report.js';
import { owedDeliveries } from './owed-deliveries.js';
import type { ListeningWebhook } from './webhooks.js';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const at = new Date('2026-01-02T03:04:05.006Z');
const report: Report = {
  ...{ executionId: 'UMA-1', sandbox: 'dev', campaignId: 'c1', campaignVersion: 3 },
  ...{
    deliveryId: '0b9f6d0e-8a0c-5f2e-9d3a-2f5c1f1f7a10',
    ordinal: 0,
    namespace: 'crm',
    userId: 'u0',
    channel: 'email',
  },
  ...{ state: 'sent', attempt: 1, at },
  webhooks: { requestId: 'order-1', traceparent },
};
const all: ListeningWebhook = { id: 'w1', states: new Set(['sent', 'failed', 'excluded', 'deferred', 'unknown']) };
const failures: ListeningWebhook = { id: 'w2', states: new Set(['failed']) };
const owed = (reports: Report[], ...webhooks: ListeningWebhook[]) =>
  owedDeliveries(reports, new Map([['dev', webhooks]])).map((one) => ({
    ...one,
    body: JSON.parse(one.body) as { timestamp: string; data: { recipients: { ordinal: number }[] } },
  }));

describe('what new reports owe to webhooks', () => {
  it('says of which execution they are, and what became of whom', () => {
    const failed = { ...report, state: 'failed', reason: 'RenderFailed', detail: 'no name', ordinal: 1 } as const;
    expect(owed([report, { ...failed, at: new Date('2026-01-02T03:04:06Z') }], all)).toEqual([
      {
        webhookDeliveryId: expect.stringMatching(/^[0-9a-f-]{13}-7/),
        ...{ webhookId: 'w1', sandbox: 'dev', executionId: 'UMA-1', recipients: 2, traceparent },
        body: {
          type: 'message.feedback',
          timestamp: '2026-01-02T03:04:06.000Z',
          data: {
            ...{ sandbox: 'dev', campaignId: 'c1', campaignVersion: 3, executionId: 'UMA-1', requestId: 'order-1' },
            recipients: [
              {
                ...{ ordinal: 0, deliveryId: report.deliveryId, namespace: 'crm', userId: 'u0', channel: 'email' },
                ...{ state: 'sent', attempt: 1, at: '2026-01-02T03:04:05.006Z' },
              },
              {
                ...{ ordinal: 1, deliveryId: report.deliveryId, namespace: 'crm', userId: 'u0', channel: 'email' },
                ...{ state: 'failed', reason: 'RenderFailed', detail: 'no name', attempt: 1 },
                at: '2026-01-02T03:04:06.000Z',
              },
            ],
          },
        },
      },
    ]);
  });

  it('goes to each webhook that wants the state, and to no other', () => {
    const reports: Report[] = [report, { ...report, state: 'failed', ordinal: 1 }];
    const told = owed(reports, all, failures).map(({ webhookId, body }) => [
      webhookId,
      body.data.recipients.map(({ ordinal }) => ordinal),
    ]);
    expect(told).toEqual([
      ['w1', [0, 1]],
      ['w2', [1]],
    ]);
    expect(owed([report], failures)).toEqual([]);
  });

  it('is one for each execution, and for each 50 recipients of it', () => {
    const many = Array.from({ length: 51 }, (_, ordinal): Report => ({ ...report, ordinal }));
    const told = owed([...many, { ...report, executionId: 'UMA-2' }], all);
    expect(told.map(({ executionId, recipients }) => [executionId, recipients])).toEqual([
      ['UMA-1', 50],
      ['UMA-1', 1],
      ['UMA-2', 1],
    ]);
  });

  it('is nothing for campaigns without webhooks, for proofs and dry runs, and in sandboxes without any', () => {
    const untold = { ...report };
    delete untold.webhooks;
    expect(owed([untold], all)).toEqual([]);
    expect(
      owed(
        [
          { ...report, purpose: 'proof' },
          { ...report, purpose: 'dry-run' },
        ],
        all,
      ),
    ).toEqual([]);
    expect(owed([{ ...report, sandbox: 'prod' }], all)).toEqual([]);
  });
});
