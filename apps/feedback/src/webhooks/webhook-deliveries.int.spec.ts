import 'reflect-metadata';
import type { Webhook } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import { delivery, startFeedback, type Feedback } from '../feedback-under-test.js';
import { silence, startReceiver, status, type Receiver } from './receiver.fixture.js';
import { newId, SavedWebhooks, secret } from './saved-webhooks.fixture.js';
import { webhookRetention } from './webhook-retention.js';

describe('what is sent to webhooks', () => {
  let home: TestDatabase;
  let receiver: Receiver;
  let feedback: Feedback;
  let webhooks: SavedWebhooks;
  const running: Feedback[] = [];

  /** An instance, which may call the receiver. */
  async function instance(options: Parameters<typeof startFeedback>[1] = {}): Promise<Feedback> {
    const allowedHosts = new Set([receiver.host]);
    const started = await startFeedback(home.url, { allowedHosts, timeoutMs: 500, ...options });
    running.push(started);
    return started;
  }
  /** An instance that sends nothing itself. */
  const writer = () => instance({ concurrency: 0 });
  const save = (id: string, version: number, changes: Partial<Webhook> = {}) =>
    webhooks.save(id, version, { url: receiver.url, ...changes });

  beforeAll(async () => {
    home = await testDatabase();
  });
  beforeEach(async () => {
    receiver = await startReceiver();
    feedback = await instance();
    await feedback.migrate();
    webhooks = new SavedWebhooks(feedback);
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    receiver.close();
  });
  afterAll(() => home.drop());

  it('is listed, newest first, page by page, and sent again when somebody asks', async () => {
    const id = newId();
    await save(id, 1);
    receiver.answers.push(status(404, {}, 'no such hook'));
    feedback.worker.start();
    await feedback.report([webhooks.told('UMA-old', delivery(0).sent(1))]);
    await webhooks.attempted(id, 1);
    await feedback.report([webhooks.told('UMA-new', delivery(0).sent(1))]);
    await receiver.until(2);
    const list = async (query: string) => {
      const { body } = await feedback.app.inject({ url: `/internal/webhooks/${id}/deliveries?${query}` });
      return JSON.parse(body) as { deliveries: Record<string, unknown>[]; next?: string };
    };
    await waitFor(async () => ((await list('limit=9&state=delivered')).deliveries.length === 1 ? true : undefined), {
      what: 'the new one to be there',
      timeoutMs: 20_000,
    });
    const newest = await list('limit=1');
    expect(newest).toMatchObject({ deliveries: [{ executionId: 'UMA-new', state: 'delivered', status: 204 }] });
    const {
      deliveries: [old],
    } = await list(`limit=1&after=${newest.next}`);
    expect(old).toEqual({
      ...{ id: expect.any(String), executionId: 'UMA-old', state: 'pending', recipients: 1, attempts: 1 },
      ...{ createdAt: expect.any(String), nextAttemptAt: expect.any(String), lastAttemptAt: expect.any(String) },
      ...{ status: 404, answer: 'no such hook' },
    });
    const again = (deliveryId: unknown) =>
      feedback.app.inject({ method: 'POST', url: `/internal/webhooks/${id}/deliveries/${String(deliveryId)}/retry` });
    expect((await again(old?.['id'])).statusCode).toBe(202);
    await webhooks.settled(id, 'delivered');
    expect((await again(randomUUID())).statusCode).toBe(404);
  });

  it('is an example when somebody tries them', async () => {
    const body: Webhook = {
      ...{ name: 'tried', url: receiver.url, events: ['failed'], isEnabled: false },
      secret: webhooks.seal(secret, receiver.url),
    };
    const test = async () => {
      const payload = { sandbox: webhooks.sandbox, webhook: body };
      return (await feedback.app.inject({ method: 'POST', url: '/internal/webhooks/test', payload })).json<object>();
    };
    receiver.answers.push(status(401, {}, 'who are you?'), silence);
    const refused = await test();
    expect(refused).toMatchObject({ ok: false, status: 401, answer: 'who are you?', durationMs: expect.any(Number) });
    expect(await test()).toMatchObject({ ok: false, reason: 'TimedOut' });
    expect(await test()).toMatchObject({ ok: true, status: 204 });
    const [call] = receiver.received;
    expect(new Verifier(secret).verify(call?.body ?? '', call?.headers as Record<string, string>)).toMatchObject({
      type: 'webhook.test',
      data: { sandbox: webhooks.sandbox, recipients: [{ state: 'failed' }] },
    });
  });

  it('is forgotten 30 days after, but for what is still to be sent', async () => {
    const id = newId();
    await save(id, 1);
    const silent = await writer();
    for (const executionId of ['UMA-30', 'UMA-31', 'UMA-32']) {
      await silent.report([webhooks.told(executionId, delivery(0).sent(1))]);
    }
    await sql`update webhook_deliveries set created_at = now() - interval '31 days'
      where execution_id in ('UMA-31', 'UMA-32')`.execute(feedback.database);
    await sql`update webhook_deliveries set due_at = null, state = 'delivered'
      where execution_id in ('UMA-30', 'UMA-31')`.execute(feedback.database);
    await webhookRetention(feedback.database, createLogger('test', 'silent')).sweep();
    expect((await webhooks.rows(id)).map((row) => row.execution_id).sort()).toEqual(['UMA-30', 'UMA-32']);
  });

  it('is counted', async () => {
    const id = newId();
    await save(id, 1);
    await (await writer()).report([webhooks.told('UMA-counted', delivery(0).sent(1))]);
    const scraped = async () => (await feedback.metrics.scrape()).text;
    expect(await scraped()).toContain(
      `clarion_webhook_deliveries_pending{sandbox="${webhooks.sandbox}",service="feedback-test"} 1`,
    );
    expect(await scraped()).toContain(`clarion_webhook_oldest_pending_seconds{sandbox="${webhooks.sandbox}"`);
    feedback.worker.start();
    await webhooks.settled(id, 'delivered');
    expect(await scraped()).toContain('clarion_webhook_deliveries_total{state="delivered",service="feedback-test"} 1');
  });
});
