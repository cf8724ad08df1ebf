import 'reflect-metadata';
import type { Webhook } from '@clarion/contracts';
import { hostPortOf } from '@clarion/security';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import { delivery, progressed, reported, startFeedback, webhookBox, type Feedback } from '../feedback-under-test.js';
import { silence, startReceiver, status, type Receiver } from './receiver.fixture.js';
import { webhookRetention } from './webhook-retention.js';
import { createLogger } from '@clarion/observability';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Told {
  type: string;
  data: { executionId: string; requestId?: string; recipients: { userId: string; state: string; attempt: number }[] };
}

describe('webhooks', () => {
  let home: TestDatabase;
  let receiver: Receiver;
  let feedback: Feedback;
  let sandbox: string;
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
  const seal = (text: string, url: string) => {
    const host = hostPortOf(url);
    return { sealed: webhookBox.seal(text, { sandbox, host }), host };
  };
  /** Saves a webhook, as events bring it. */
  async function save(id: string, version: number, changes: Partial<Webhook> = {}): Promise<void> {
    const url = changes.url ?? receiver.url;
    const webhook: Webhook = { name: id, url, events: ['sent', 'failed'], isEnabled: true, secret: seal(secret, url) };
    const body = { ...webhook, ...changes };
    const identity = { kind: 'webhook' as const, sandbox, id, version };
    await feedback.copy.keepVersions([{ ...identity, body }]);
    await feedback.copy.keepActivations([{ ...identity, revision: version, state: 'live' }]);
  }
  const newId = () => `w-${randomUUID()}`;
  /** Reports of an execution of a campaign with webhooks. */
  const told = (executionId: string, ...reports: Parameters<typeof reported>[1][]) => {
    const event = reported(executionId, ...reports);
    return { ...event, data: { ...event.data, sandbox, webhooks: { requestId: `request-of-${executionId}` } } };
  };
  const rows = async (webhookId: string) =>
    feedback.database.selectFrom('webhook_deliveries').selectAll().where('webhook_id', '=', webhookId).execute();
  const settled = (webhookId: string, state: string) =>
    waitFor(
      async (saw) => {
        const found = await rows(webhookId);
        saw(found);
        return found.length > 0 && found.every((row) => row.state === state) ? found : undefined;
      },
      { what: `deliveries that are ${state}`, timeoutMs: 20_000 },
    );
  /** Makes what waits due, as if its pause were over. */
  const hurry = (webhookId: string) =>
    sql`update webhook_deliveries set due_at = clock_timestamp() where webhook_id = ${webhookId} and lease_id is null and due_at is not null`.execute(
      feedback.database,
    );
  const attempted = (webhookId: string, attempts: number) =>
    waitFor(
      async (saw) => {
        const [row] = await rows(webhookId);
        saw(row);
        return row && row.attempts >= attempts && row.lease_id === null ? row : undefined;
      },
      { what: `attempt ${attempts}`, timeoutMs: 20_000 },
    );
  const sayings = () => receiver.received.map(({ body }) => JSON.parse(body) as Told);

  beforeAll(async () => {
    home = await testDatabase();
  });
  beforeEach(async () => {
    sandbox = `s-${randomUUID()}`;
    receiver = await startReceiver();
    feedback = await instance();
    await feedback.migrate();
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    receiver.close();
  });
  afterAll(() => home.drop());

  it('are told what became of recipients, signed, and in the name of the caller', async () => {
    const id = newId();
    await save(id, 1, { headers: [{ name: 'X-Token', value: seal('abc', receiver.url) }] });
    feedback.worker.start();
    const [one, two] = [delivery(0), delivery(1)];
    await feedback.report([told('UMA-told', one.sent(1), two.failed(1))]);

    const [call] = await receiver.until(1);
    const headers = call?.headers as Record<string, string>;
    expect(new Verifier(secret).verify(call?.body ?? '', headers)).toMatchObject({
      type: 'message.feedback',
      data: {
        ...{ sandbox, campaignId: 'c1', campaignVersion: 3, executionId: 'UMA-told', requestId: 'request-of-UMA-told' },
        recipients: [
          { ordinal: 0, userId: 'user-0', state: 'sent', attempt: 1 },
          { ordinal: 1, userId: 'user-1', state: 'failed', reason: 'ProviderRejected', attempt: 1 },
        ],
      },
    });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-token': 'abc' });
    expect(headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
    const [row] = await settled(id, 'delivered');
    expect(row).toMatchObject({
      webhook_delivery_id: headers['webhook-id'],
      attempts: 1,
      last_status: 204,
      due_at: null,
    });
  });

  it('are told once of what is reported twice, and nothing of what they do not want or is not in earnest', async () => {
    const id = newId();
    await save(id, 1);
    const silent = await writer();
    const once = told('UMA-once', delivery(0).sent(1));
    await silent.report([once]);
    await silent.report([once]);
    await silent.report([told('UMA-late', delivery(0).deferred(1))]);
    const untold = reported('UMA-untold', delivery(0).sent(1));
    await silent.report([{ ...untold, data: { ...untold.data, sandbox } }]);
    const proof = told('UMA-proof', delivery(0).sent(1));
    await silent.report([{ ...proof, data: { ...proof.data, purpose: 'proof' } }]);
    expect(await rows(id)).toMatchObject([{ execution_id: 'UMA-once', recipients: 1 }]);
  });

  it('are told once when an execution ends before anybody of it is resolved', async () => {
    const id = newId();
    await save(id, 1);
    const reason = { reason: 'DataSourceRefused', detail: 'it answered with HTTP 500' };
    const failed = progressed('UMA-ended', { state: 'failed', ...reason });
    const event = { ...failed, data: { ...failed.data, sandbox, webhooks: { requestId: 'order-1' } } };
    await feedback.progress([event, event]);
    await feedback.progress([event]);
    await settled(id, 'delivered');
    const [call, ...more] = receiver.received;
    expect(more).toEqual([]);
    expect(new Verifier(secret).verify(call?.body ?? '', call?.headers as Record<string, string>)).toMatchObject({
      type: 'execution.ended',
      data: { executionId: 'UMA-ended', requestId: 'order-1', state: 'failed', ...reason },
    });
  });

  it('are told again, with the same id, until they take it', async () => {
    const id = newId();
    await save(id, 1);
    receiver.answers.push(status(500, {}, 'not yet'), status(302, { location: receiver.url }));
    feedback.worker.start();
    await feedback.report([told('UMA-again', delivery(0).sent(1))]);
    const first = await attempted(id, 1);
    expect(first).toMatchObject({ state: 'pending', failures: 1, last_status: 500, last_answer: 'not yet' });
    const inMs = (first.due_at?.getTime() ?? 0) - Date.now();
    expect(inMs).toBeGreaterThan(2_000);
    expect(inMs).toBeLessThan(6_000);
    await hurry(id);
    expect(await attempted(id, 2)).toMatchObject({ state: 'pending', failures: 2, last_status: 302 });
    await hurry(id);
    expect(await settled(id, 'delivered')).toMatchObject([{ attempts: 3, last_status: 204 }]);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids)).toEqual(new Set([first.webhook_delivery_id]));
    // The redirect was not followed: nobody came but for the three attempts.
    expect(ids).toHaveLength(3);
  });

  it('have 10 s to answer, and no more of an answer is kept than people read', async () => {
    const id = newId();
    await save(id, 1);
    receiver.answers.push(silence, status(500, {}, 'x'.repeat(100_000)));
    feedback.worker.start();
    await feedback.report([told('UMA-slow', delivery(0).sent(1))]);
    expect(await attempted(id, 1)).toMatchObject({ reason: 'TimedOut', detail: 'it did not answer within 0.5 s' });
    await hurry(id);
    const second = await attempted(id, 2);
    expect(second).toMatchObject({ reason: null, detail: null, last_status: 500 });
    expect(second.last_answer).toHaveLength(500);
  });

  it('that are gone get nothing more, until they are saved anew', async () => {
    const id = newId();
    await save(id, 1);
    receiver.answers.push(status(410));
    feedback.worker.start();
    await feedback.report([told('UMA-gone', delivery(0).sent(1))]);
    expect(await settled(id, 'failed')).toMatchObject([{ attempts: 1, last_status: 410, reason: null }]);
    // Another instance knows it at once; this one within a second.
    const other = await instance();
    await other.report([told('UMA-after', delivery(0).sent(1))]);
    expect(await rows(id)).toHaveLength(1);
    const asked = await feedback.app.inject({
      method: 'POST',
      url: `/internal/webhooks/${id}/deliveries/${(await rows(id))[0]?.webhook_delivery_id}/retry`,
    });
    expect(asked.statusCode).toBe(202);
    expect(await settled(id, 'failed')).toMatchObject([{ attempts: 1, reason: 'WebhookGone' }]);
    await save(id, 2);
    const third = await instance();
    await third.report([told('UMA-anew', delivery(0).sent(1))]);
    await waitFor(async () => ((await rows(id)).some((row) => row.state === 'delivered') ? true : undefined), {
      what: 'the delivery to the webhook that was saved anew',
      timeoutMs: 20_000,
    });
  });

  it('are not told once they are switched off or deleted, also not what waits', async () => {
    const [off, gone] = [newId(), newId()];
    await save(off, 1);
    await save(gone, 1);
    await (await writer()).report([told('UMA-waits', delivery(0).sent(1))]);
    await save(off, 2, { isEnabled: false });
    const archived = {
      kind: 'webhook' as const,
      sandbox,
      id: gone,
      version: 1,
      revision: 2,
      state: 'archived' as const,
    };
    await feedback.copy.keepActivations([archived]);
    feedback.worker.start();
    feedback.worker.wake();
    expect(await settled(off, 'failed')).toMatchObject([{ attempts: 0, reason: 'WebhookDisabled' }]);
    expect(await settled(gone, 'failed')).toMatchObject([{ attempts: 0, reason: 'WebhookDeleted' }]);
    const other = await instance();
    await other.report([told('UMA-off', delivery(0).sent(1))]);
    expect([await rows(off), await rows(gone)].flat()).toHaveLength(2);
    expect(receiver.received).toEqual([]);
  });

  it.each([
    ['a private address', 'https://127.0.0.1/hooks', 'its URL must name a host, not an IP address'],
    ['a name that leads to one', 'https://localtest.localhost/hooks', 'its URL must not name this machine'],
    ['plain HTTP', 'http://hooks.example/', 'its URL must be https'],
  ])('are not called at %s', async (_, url, detail) => {
    const id = newId();
    await save(id, 1, { url });
    feedback.worker.start();
    await feedback.report([told(`UMA-${randomUUID()}`, delivery(0).sent(1))]);
    expect(await attempted(id, 1)).toMatchObject({ state: 'pending', reason: 'NotAllowed', detail });
  });

  it('are signed for by both secrets while one is being changed', async () => {
    const id = newId();
    const newest = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const previous = { secret: seal(secret, receiver.url), until: new Date(Date.now() + 60_000).toISOString() };
    await save(id, 1, { secret: seal(newest, receiver.url), previous });
    feedback.worker.start();
    await feedback.report([told('UMA-both', delivery(0).sent(1))]);
    const [call] = await receiver.until(1);
    for (const one of [secret, newest]) {
      new Verifier(one).verify(call?.body ?? '', call?.headers as Record<string, string>);
    }
  });

  it('are told later when their secrets cannot be opened', async () => {
    const id = newId();
    const elsewhere = webhookBox.seal(secret, { sandbox: 'another', host: receiver.host });
    await save(id, 1, { secret: { sealed: elsewhere, host: receiver.host } });
    feedback.worker.start();
    await feedback.report([told('UMA-sealed', delivery(0).sent(1))]);
    expect(await attempted(id, 1)).toMatchObject({ state: 'pending', reason: 'SecretNotOpened' });
    expect(receiver.received).toEqual([]);
  });

  it('get each delivery once from two workers', async () => {
    const id = newId();
    await save(id, 1);
    const other = await instance();
    const executions = Array.from({ length: 40 }, (_, index) => `UMA-two-${index}`);
    await (await writer()).report(executions.map((executionId) => told(executionId, delivery(0).sent(1))));
    feedback.worker.start();
    other.worker.start();
    await settled(id, 'delivered');
    expect(
      sayings()
        .map(({ data }) => data.executionId)
        .sort(),
    ).toEqual([...executions].sort());
  });

  it('get from another worker what one was sending when it died', async () => {
    const id = newId();
    await save(id, 1);
    await (await writer()).report([told('UMA-taken', delivery(0).sent(1))]);
    // As it is left by a process that was killed: claimed, and its lease over soon.
    await sql`
      update webhook_deliveries
      set lease_id = gen_random_uuid(), claims = 1, due_at = clock_timestamp() + interval '300 ms'
      where webhook_id = ${id}`.execute(feedback.database);
    feedback.worker.start();
    expect(await settled(id, 'delivered')).toMatchObject([{ attempts: 1, claims: 0 }]);
  });

  it('get what was being sent when a worker is asked to stop from another one', async () => {
    const id = newId();
    await save(id, 1);
    receiver.answers.push(silence);
    const stopped = await instance({ timeoutMs: 30_000 });
    stopped.worker.start();
    await stopped.report([told('UMA-stopped', delivery(0).sent(1))]);
    await receiver.until(1);
    await stopped.worker.stop();
    feedback.worker.start();
    expect(await settled(id, 'delivered')).toMatchObject([{ attempts: 1 }]);
    const [first, second] = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(second).toBe(first);
  });

  it('do not wait for one that does not answer', async () => {
    const [dead, alive] = [newId(), newId()];
    const deaf = await startReceiver();
    deaf.answers.push(...Array.from({ length: 100 }, () => silence));
    const patient = await instance({
      timeoutMs: 15_000,
      concurrency: 8,
      allowedHosts: new Set([receiver.host, deaf.host]),
    });
    await save(dead, 1, { url: deaf.url });
    const executions = Array.from({ length: 20 }, (_, index) => `UMA-dead-${index}`);
    await patient.report(executions.map((executionId) => told(executionId, delivery(0).sent(1))));
    await save(alive, 1, { events: ['failed'] });
    patient.worker.start();
    await deaf.until(4);
    const other = await instance();
    await other.report([told('UMA-alive', delivery(0).failed(1))]);
    await settled(alive, 'delivered');
    expect(deaf.received).toHaveLength(4);
    await patient.worker.stop();
    deaf.close();
  });

  it('are listed with what was sent to them, newest first, page by page, and told again when somebody asks', async () => {
    const id = newId();
    await save(id, 1);
    receiver.answers.push(status(404, {}, 'no such hook'));
    feedback.worker.start();
    await feedback.report([told('UMA-old', delivery(0).sent(1))]);
    await attempted(id, 1);
    await feedback.report([told('UMA-new', delivery(0).sent(1))]);
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
    await settled(id, 'delivered');
    expect((await again(randomUUID())).statusCode).toBe(404);
  });

  it('are sent an example when somebody tries them', async () => {
    const body: Webhook = {
      ...{ name: 'tried', url: receiver.url, events: ['failed'], isEnabled: false },
      secret: seal(secret, receiver.url),
    };
    const test = async () => {
      const payload = { sandbox, webhook: body };
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
      data: { sandbox, recipients: [{ state: 'failed' }] },
    });
  });

  it('have an event wait while nobody knows them whole', async () => {
    const identity = { kind: 'webhook' as const, sandbox, id: newId(), version: 1 };
    await feedback.copy.keepActivations([{ ...identity, revision: 1, state: 'live' }]);
    const untold = reported('UMA-untroubled', delivery(0).sent(1));
    const outcomes = await feedback.report([told('UMA-troubled', delivery(0).sent(1)), untold]);
    expect(outcomes).toMatchObject([{ kind: 'retry' }, { kind: 'done' }]);
    expect((await feedback.ask('UMA-troubled')).status).toBe(404);
    expect((await feedback.ask('UMA-untroubled')).status).toBe(200);
  });

  it('are forgotten 30 days after, but for what is still to be sent', async () => {
    const id = newId();
    await save(id, 1);
    const silent = await writer();
    for (const executionId of ['UMA-30', 'UMA-31', 'UMA-32']) {
      await silent.report([told(executionId, delivery(0).sent(1))]);
    }
    await sql`update webhook_deliveries set created_at = now() - interval '31 days'
      where execution_id in ('UMA-31', 'UMA-32')`.execute(feedback.database);
    await sql`update webhook_deliveries set due_at = null, state = 'delivered'
      where execution_id in ('UMA-30', 'UMA-31')`.execute(feedback.database);
    await webhookRetention(feedback.database, createLogger('test', 'silent')).sweep();
    expect((await rows(id)).map((row) => row.execution_id).sort()).toEqual(['UMA-30', 'UMA-32']);
  });

  it('are counted', async () => {
    const id = newId();
    await save(id, 1);
    await (await writer()).report([told('UMA-counted', delivery(0).sent(1))]);
    const scraped = async () => (await feedback.metrics.scrape()).text;
    expect(await scraped()).toContain(
      `clarion_webhook_deliveries_pending{sandbox="${sandbox}",service="feedback-test"} 1`,
    );
    expect(await scraped()).toContain(`clarion_webhook_oldest_pending_seconds{sandbox="${sandbox}"`);
    feedback.worker.start();
    await settled(id, 'delivered');
    expect(await scraped()).toContain('clarion_webhook_deliveries_total{state="delivered",service="feedback-test"} 1');
  });
});
