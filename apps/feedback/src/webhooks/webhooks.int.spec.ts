import 'reflect-metadata';
import type { Webhook } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import { delivery, progressed, reported, startFeedback, webhookBox, type Feedback } from '../feedback-under-test.js';
import { silence, startReceiver, status, type Receiver } from './receiver.fixture.js';
import { newId, SavedWebhooks, secret } from './saved-webhooks.fixture.js';

interface Told {
  data: { executionId: string };
}

describe('webhooks', () => {
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
  const sayings = () => receiver.received.map(({ body }) => JSON.parse(body) as Told);

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

  it('are told what became of recipients, signed, and in the name of the caller', async () => {
    const id = newId();
    await save(id, 1, { headers: [{ name: 'X-Token', value: webhooks.seal('abc', receiver.url) }] });
    feedback.worker.start();
    const [one, two] = [delivery(0), delivery(1)];
    await feedback.report([webhooks.told('UMA-told', one.sent(1), two.failed(1))]);

    const [call] = await receiver.until(1);
    const headers = call?.headers as Record<string, string>;
    expect(new Verifier(secret).verify(call?.body ?? '', headers)).toMatchObject({
      type: 'message.feedback',
      data: {
        ...{
          sandbox: webhooks.sandbox,
          campaignId: 'c1',
          campaignVersion: 3,
          executionId: 'UMA-told',
          requestId: 'request-of-UMA-told',
        },
        recipients: [
          { ordinal: 0, userId: 'user-0', state: 'sent', attempt: 1 },
          { ordinal: 1, userId: 'user-1', state: 'failed', reason: 'ProviderRejected', attempt: 1 },
        ],
      },
    });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-token': 'abc' });
    expect(headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
    const [row] = await webhooks.settled(id, 'delivered');
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
    const once = webhooks.told('UMA-once', delivery(0).sent(1));
    await silent.report([once]);
    await silent.report([once]);
    await silent.report([webhooks.told('UMA-late', delivery(0).deferred(1))]);
    const untold = reported('UMA-untold', delivery(0).sent(1));
    await silent.report([{ ...untold, data: { ...untold.data, sandbox: webhooks.sandbox } }]);
    const proof = webhooks.told('UMA-proof', delivery(0).sent(1));
    await silent.report([{ ...proof, data: { ...proof.data, purpose: 'proof' } }]);
    expect(await webhooks.rows(id)).toMatchObject([{ execution_id: 'UMA-once', recipients: 1 }]);
  });

  it('are told once when an execution ends before anybody of it is resolved', async () => {
    const id = newId();
    await save(id, 1);
    const reason = { reason: 'DataSourceRefused', detail: 'it answered with HTTP 500' };
    const failed = progressed('UMA-ended', { state: 'failed', ...reason });
    const event = {
      ...failed,
      data: { ...failed.data, sandbox: webhooks.sandbox, webhooks: { requestId: 'order-1' } },
    };
    await feedback.progress([event, event]);
    await feedback.progress([event]);
    await webhooks.settled(id, 'delivered');
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
    await feedback.report([webhooks.told('UMA-again', delivery(0).sent(1))]);
    const first = await webhooks.attempted(id, 1);
    expect(first).toMatchObject({ state: 'pending', failures: 1, last_status: 500, last_answer: 'not yet' });
    const inMs = (first.due_at?.getTime() ?? 0) - Date.now();
    expect(inMs).toBeGreaterThan(2_000);
    expect(inMs).toBeLessThan(6_000);
    await webhooks.hurry(id);
    expect(await webhooks.attempted(id, 2)).toMatchObject({ state: 'pending', failures: 2, last_status: 302 });
    await webhooks.hurry(id);
    expect(await webhooks.settled(id, 'delivered')).toMatchObject([{ attempts: 3, last_status: 204 }]);
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
    await feedback.report([webhooks.told('UMA-slow', delivery(0).sent(1))]);
    expect(await webhooks.attempted(id, 1)).toMatchObject({
      reason: 'TimedOut',
      detail: 'it did not answer within 0.5 s',
    });
    await webhooks.hurry(id);
    const second = await webhooks.attempted(id, 2);
    expect(second).toMatchObject({ reason: null, detail: null, last_status: 500 });
    expect(second.last_answer).toHaveLength(500);
  });

  it('that are gone get nothing more, until they are saved anew', async () => {
    const id = newId();
    await save(id, 1);
    receiver.answers.push(status(410));
    feedback.worker.start();
    await feedback.report([webhooks.told('UMA-gone', delivery(0).sent(1))]);
    expect(await webhooks.settled(id, 'failed')).toMatchObject([{ attempts: 1, last_status: 410, reason: null }]);
    // Another instance knows it at once; this one within a second.
    const other = await instance();
    await other.report([webhooks.told('UMA-after', delivery(0).sent(1))]);
    expect(await webhooks.rows(id)).toHaveLength(1);
    const asked = await feedback.app.inject({
      method: 'POST',
      url: `/internal/webhooks/${id}/deliveries/${(await webhooks.rows(id))[0]?.webhook_delivery_id}/retry`,
    });
    expect(asked.statusCode).toBe(202);
    expect(await webhooks.settled(id, 'failed')).toMatchObject([{ attempts: 1, reason: 'WebhookGone' }]);
    await save(id, 2);
    const third = await instance();
    await third.report([webhooks.told('UMA-anew', delivery(0).sent(1))]);
    await waitFor(async () => ((await webhooks.rows(id)).some((row) => row.state === 'delivered') ? true : undefined), {
      what: 'the delivery to the webhook that was saved anew',
      timeoutMs: 20_000,
    });
  });

  it('are not told once they are switched off or deleted, also not what waits', async () => {
    const [off, gone] = [newId(), newId()];
    await save(off, 1);
    await save(gone, 1);
    await (await writer()).report([webhooks.told('UMA-waits', delivery(0).sent(1))]);
    await save(off, 2, { isEnabled: false });
    const archived = {
      kind: 'webhook' as const,
      sandbox: webhooks.sandbox,
      id: gone,
      version: 1,
      revision: 2,
      state: 'archived' as const,
    };
    await feedback.copy.keepActivations([archived]);
    feedback.worker.start();
    feedback.worker.wake();
    expect(await webhooks.settled(off, 'failed')).toMatchObject([{ attempts: 0, reason: 'WebhookDisabled' }]);
    expect(await webhooks.settled(gone, 'failed')).toMatchObject([{ attempts: 0, reason: 'WebhookDeleted' }]);
    const other = await instance();
    await other.report([webhooks.told('UMA-off', delivery(0).sent(1))]);
    expect([await webhooks.rows(off), await webhooks.rows(gone)].flat()).toHaveLength(2);
    expect(receiver.received).toEqual([]);
  });

  it.each([
    ['a private address', 'https://127.0.0.1/hooks', 'its URL must name a host, not an IP address'],
    ['this machine', 'https://localtest.localhost/hooks', 'its URL must not name this machine'],
    ['plain HTTP', 'http://hooks.example/', 'its URL must be https'],
    ['a name of a private address', 'https://hooks.example/', 'its host has an address that is not public'],
  ])('are not called at %s', async (_, url, detail) => {
    const id = newId();
    await save(id, 1, { url });
    const resolve = () => Promise.resolve([{ address: '10.0.0.8', family: 4 }]);
    const guarded = await instance({ resolve });
    guarded.worker.start();
    await guarded.report([webhooks.told(`UMA-${randomUUID()}`, delivery(0).sent(1))]);
    expect(await webhooks.attempted(id, 1)).toMatchObject({ state: 'pending', reason: 'NotAllowed', detail });
  });

  it('are signed for by both secrets while one is being changed', async () => {
    const id = newId();
    const newest = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const previous = {
      secret: webhooks.seal(secret, receiver.url),
      until: new Date(Date.now() + 60_000).toISOString(),
    };
    await save(id, 1, { secret: webhooks.seal(newest, receiver.url), previous });
    feedback.worker.start();
    await feedback.report([webhooks.told('UMA-both', delivery(0).sent(1))]);
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
    await feedback.report([webhooks.told('UMA-sealed', delivery(0).sent(1))]);
    expect(await webhooks.attempted(id, 1)).toMatchObject({ state: 'pending', reason: 'SecretNotOpened' });
    expect(receiver.received).toEqual([]);
  });

  it('get each delivery once from two workers', async () => {
    const id = newId();
    await save(id, 1);
    const [one, other] = [await instance({ timeoutMs: 20_000 }), await instance({ timeoutMs: 20_000 })];
    const executions = Array.from({ length: 40 }, (_, index) => `UMA-two-${index}`);
    await (await writer()).report(executions.map((executionId) => webhooks.told(executionId, delivery(0).sent(1))));
    one.worker.start();
    other.worker.start();
    await webhooks.settled(id, 'delivered');
    expect(
      sayings()
        .map(({ data }) => data.executionId)
        .sort(),
    ).toEqual([...executions].sort());
  });

  it('get from another worker what one was sending when it died', async () => {
    const id = newId();
    await save(id, 1);
    await (await writer()).report([webhooks.told('UMA-taken', delivery(0).sent(1))]);
    // As it is left by a process that was killed: claimed, and its lease over soon.
    await sql`
      update webhook_deliveries
      set lease_id = gen_random_uuid(), claims = 1, due_at = clock_timestamp() + interval '300 ms'
      where webhook_id = ${id}`.execute(feedback.database);
    feedback.worker.start();
    expect(await webhooks.settled(id, 'delivered')).toMatchObject([{ attempts: 1, claims: 0 }]);
  });

  it('get what was being sent when a worker is asked to stop from another one', async () => {
    const id = newId();
    await save(id, 1);
    receiver.answers.push(silence);
    const stopped = await instance({ timeoutMs: 30_000 });
    stopped.worker.start();
    await stopped.report([webhooks.told('UMA-stopped', delivery(0).sent(1))]);
    await receiver.until(1);
    await stopped.worker.stop();
    feedback.worker.start();
    expect(await webhooks.settled(id, 'delivered')).toMatchObject([{ attempts: 1 }]);
    const [first, second] = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(second).toBe(first);
  });

  it('do not wait for one that does not answer', async () => {
    const [dead, alive] = [newId(), newId()];
    const deaf = await startReceiver();
    deaf.answers.push(...Array.from({ length: 100 }, () => silence));
    const patient = await instance({
      timeoutMs: 15_000,
      concurrency: 12,
      allowedHosts: new Set([receiver.host, deaf.host]),
    });
    await save(dead, 1, { url: deaf.url });
    const executions = Array.from({ length: 20 }, (_, index) => `UMA-dead-${index}`);
    await patient.report(executions.map((executionId) => webhooks.told(executionId, delivery(0).sent(1))));
    await save(alive, 1, { events: ['failed'] });
    patient.worker.start();
    await deaf.until(8);
    const other = await instance();
    await other.report([webhooks.told('UMA-alive', delivery(0).failed(1))]);
    await webhooks.settled(alive, 'delivered');
    expect(deaf.received).toHaveLength(8);
    await patient.worker.stop();
    deaf.close();
  });

  it('have an event wait while nobody knows them whole', async () => {
    const identity = { kind: 'webhook' as const, sandbox: webhooks.sandbox, id: newId(), version: 1 };
    await feedback.copy.keepActivations([{ ...identity, revision: 1, state: 'live' }]);
    const untold = reported('UMA-untroubled', delivery(0).sent(1));
    const outcomes = await feedback.report([webhooks.told('UMA-troubled', delivery(0).sent(1)), untold]);
    expect(outcomes).toMatchObject([{ kind: 'retry' }, { kind: 'done' }]);
    expect((await feedback.ask('UMA-troubled')).status).toBe(404);
    expect((await feedback.ask('UMA-untroubled')).status).toBe(200);
  });
});
