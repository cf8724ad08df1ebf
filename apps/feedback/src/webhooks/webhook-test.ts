import type { Webhook } from '@clarion/contracts';
import { newTraceparent } from '@clarion/observability';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { AttemptEnd } from './attempt.js';
import type { WebhookBody } from './webhook-body.js';
import type { WebhookSender } from './webhook-sender.js';

/** What came of a test; `reason` and `detail` where nothing came back. */
export interface TestResult {
  /** The receiver took it. */
  ok: boolean;
  webhookId: string;
  durationMs: number;
  status?: number;
  answer?: string;
  reason?: string;
  detail?: string;
}

/** Sends a webhook an example, which is as what it will be sent, but for its type. */
export async function testWebhook(sender: WebhookSender, webhook: Webhook, sandbox: string): Promise<TestResult> {
  const id = uuidv7();
  const since = performance.now();
  const end = await sender.send({
    ...{ webhook, sandbox, id },
    body: JSON.stringify({ ...exampleOf(sandbox, webhook, new Date()), type: 'webhook.test' }),
    traceparent: newTraceparent(),
    signal: new AbortController().signal,
  });
  return { ...resultOf(end), webhookId: id, durationMs: Math.round(performance.now() - since) };
}

function resultOf(end: AttemptEnd): Pick<TestResult, 'ok' | 'status' | 'answer' | 'reason' | 'detail'> {
  if (end.kind === 'interrupted') throw new Error('Nobody breaks off a test');
  if (end.kind === 'silent') return { ok: false, reason: end.reason, detail: end.detail };
  const { status, answer } = end;
  return { ok: status >= 200 && status < 300, status, answer };
}

function exampleOf(sandbox: string, { events: [state = 'sent'] }: Webhook, now: Date): WebhookBody {
  const recipient = { ordinal: 0, deliveryId: randomUUID(), namespace: 'email', userId: 'ada@example.com' };
  return {
    type: 'message.feedback',
    timestamp: now.toISOString(),
    data: {
      sandbox,
      campaignId: 'example',
      campaignVersion: 1,
      executionId: 'UMA-example',
      requestId: 'example',
      recipients: [{ ...recipient, channel: 'email', state, attempt: 1, at: now.toISOString() }],
    },
  };
}
