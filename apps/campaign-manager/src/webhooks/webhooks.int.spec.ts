import type { Webhook } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { allAt, keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';
import { ServiceStandIn } from '../service-stand-in.js';

const path = '/v1/webhooks';
const dev = keyOf('dev');
const prod = keyOf('prod');
const webhook = { name: 'Shop', url: 'https://hooks.example/clarion', events: ['sent', 'failed'] };
const deliveryId = '0198c0de-0000-7000-8000-000000000001';

let database: TestDatabase;
let feedback: ServiceStandIn;
let manager: ManagerUnderTest;

beforeAll(async () => {
  feedback = await ServiceStandIn.start();
});
beforeEach(async () => {
  database = await testDatabase();
  manager = await startManager(database.url, feedback.url, allAt(feedback.url));
  feedback.asked.length = 0;
});
afterEach(async () => {
  await manager.stop();
  await database.drop();
});
afterAll(() => {
  feedback.stop();
});

const create = async (changes: object = {}) => {
  const { status, body } = await manager.call('POST', path, dev, { ...webhook, ...changes });
  expect({ status, body }).toMatchObject({ status: 201 });
  return { id: String(body['id']), secret: String(body['secret']) };
};
const eventsAbout = (id: string, count: number) =>
  waitFor(
    () => {
      const about = manager.published.filter(({ key }) => key.includes(id));
      return Promise.resolve(about.length >= count ? about : undefined);
    },
    { what: `${count} events`, timeoutMs: 10_000 },
  );
/** The body of each version, as feedback hears it. */
const versionsOf = async (id: string, events: number) =>
  (await eventsAbout(id, events)).flatMap(({ topic, data }) =>
    topic === 'definition.published.v1' ? [(data as { body: Webhook }).body] : [],
  );
const opened = ({ sealed, host }: Webhook['secret']) => manager.webhookKeys.open(sealed, { sandbox: 'dev', host });
const pointersOf = (body: Record<string, unknown>) =>
  (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);

describe('a webhook', () => {
  it('is live as soon as it is saved, and its secret is shown once', async () => {
    const { status, headers, body } = await manager.call('POST', path, dev, webhook);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { ...webhook, isEnabled: true, version: 1, secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) },
    });
    expect(headers['cache-control']).toBe('no-store');
    const id = String(body['id']);
    const [published, activated] = await eventsAbout(id, 2);
    expect(published).toMatchObject({ topic: 'definition.published.v1', key: `webhook:dev:${id}:1` });
    expect(activated).toMatchObject({ key: `webhook:dev:${id}`, data: { version: 1, revision: 1, state: 'live' } });
    const [kept] = await versionsOf(id, 2);
    expect(kept && opened(kept.secret)).toBe(body['secret']);
    expect(JSON.stringify(kept)).not.toContain(String(body['secret']));

    const read = await manager.call('GET', `${path}/${id}`, dev);
    expect(read).toMatchObject({ status: 200, body: { ...webhook, id, isEnabled: true } });
    expect(read.body).not.toHaveProperty('secret');
    const list = await manager.call('GET', path, dev);
    expect(list.body).toEqual({ webhooks: [read.body] });
  });

  it('shows nothing of its headers’ values, and takes back what was read of them', async () => {
    const { id } = await create({ headers: [{ name: 'Authorization', value: 'Bearer abc' }] });
    const read = await manager.call('GET', `${path}/${id}`, dev);
    const headers = [{ name: 'Authorization', value: { isSet: true, host: 'hooks.example:443' } }];
    expect(read.body).toMatchObject({ headers });
    const again = await manager.call('PUT', `${path}/${id}`, dev, { ...webhook, headers, events: ['unknown'] });
    expect(again).toMatchObject({ status: 200, body: { headers, events: ['unknown'], version: 2 } });
    const [first, second] = await versionsOf(id, 4);
    expect(second?.headers).toEqual(first?.headers);
    expect(second?.headers?.map(({ value }) => opened(value))).toEqual(['Bearer abc']);
    const moved = { ...webhook, headers, url: 'https://other.example/' };
    expect(await manager.call('PUT', `${path}/${id}`, dev, moved)).toMatchObject({
      status: 422,
      body: { code: 'SecretNeeded', errors: [{ pointer: '/headers/0/value' }] },
    });
  });

  it('keeps its secret wherever it moves, and whoever saves it', async () => {
    const { id, secret } = await create();
    const moved = await manager.call('PUT', `${path}/${id}`, dev, { ...webhook, url: 'https://other.example:8443/x' });
    expect(moved).toMatchObject({ status: 200, body: { url: 'https://other.example:8443/x' } });
    const [, kept] = await versionsOf(id, 4);
    expect(kept?.secret.host).toBe('other.example:8443');
    expect(kept && opened(kept.secret)).toBe(secret);
  });

  it('gets another secret, beside which the old one counts for a while', async () => {
    const { id, secret } = await create();
    const { status, body } = await manager.call('POST', `${path}/${id}/rotate`, dev, { overlapSeconds: 3_600 });
    expect(status).toBe(200);
    expect(body['secret']).not.toBe(secret);
    const read = await manager.call('GET', `${path}/${id}`, dev);
    const until = new Date(String(read.body['previousSecretUntil'])).getTime();
    expect(until - Date.now()).toBeGreaterThan(3_500_000);
    const [, kept] = await versionsOf(id, 4);
    expect(kept?.previous && [opened(kept.secret), opened(kept.previous.secret)]).toEqual([body['secret'], secret]);
    await manager.call('POST', `${path}/${id}/rotate`, dev, { overlapSeconds: 0 });
    const [, , last] = await versionsOf(id, 6);
    expect(last).not.toHaveProperty('previous');
  });

  it('is not there any more once it is deleted, and services hear of it', async () => {
    const { id } = await create();
    expect((await manager.call('DELETE', `${path}/${id}`, dev)).status).toBe(204);
    const events = await eventsAbout(id, 3);
    expect(events.at(-1)?.data).toMatchObject({ state: 'archived', revision: 2 });
    const missing = { status: 404, body: { code: 'WebhookNotFound' } };
    expect(await manager.call('GET', `${path}/${id}`, dev)).toMatchObject(missing);
    expect(await manager.call('PUT', `${path}/${id}`, dev, webhook)).toMatchObject(missing);
    expect(await manager.call('DELETE', `${path}/${id}`, dev)).toMatchObject(missing);
    expect(await manager.call('POST', `${path}/${id}/rotate`, dev, { overlapSeconds: 0 })).toMatchObject(missing);
    expect((await manager.call('GET', path, dev)).body).toEqual({ webhooks: [] });
  });

  it('is changed only as it was seen, where that is said', async () => {
    const { id } = await create();
    const etag = String((await manager.call('GET', `${path}/${id}`, dev)).headers['etag']);
    const put = (ifMatch: string) => manager.call('PUT', `${path}/${id}`, dev, webhook, { 'if-match': ifMatch });
    const changed = await put(etag);
    expect(changed.status).toBe(200);
    expect(await put(etag)).toMatchObject({ status: 412, body: { code: 'PreconditionFailed' } });
    const stale = await manager.call('DELETE', `${path}/${id}`, dev, undefined, { 'if-match': etag });
    expect(stale).toMatchObject({ status: 412 });
    expect((await put(String(changed.headers['etag']))).status).toBe(200);
  });

  it.each<[object, string[]]>([
    [{ name: '' }, ['/name']],
    [{ url: 'ftp://hooks.example' }, ['/url']],
    [{ url: 'https://user:word@hooks.example' }, ['/url']],
    [{ url: 'hooks.example' }, ['/url']],
    [{ events: [] }, ['/events']],
    [{ events: ['sent', 'sent'] }, ['/events']],
    [{ events: ['rendered'] }, ['/events']],
    [{ isEnabled: 'yes' }, ['/isEnabled']],
    [{ secret: 'whsec_mine' }, ['/secret']],
    [{ headers: [{ name: 'Content-Type', value: 'text/plain' }] }, ['/headers/0/name']],
    [{ headers: [{ name: 'Webhook-Id', value: '1' }] }, ['/headers/0/name']],
    [{ headers: [{ name: 'x-a', value: 'a\nb' }] }, ['/headers/0/value']],
    [
      {
        headers: [
          { name: 'x-a', value: 'a' },
          { name: 'X-A', value: 'a' },
        ],
      },
      ['/headers/1/name'],
    ],
    [{ headers: Array.from({ length: 11 }, (_, index) => ({ name: `x-${index}`, value: 'a' })) }, ['/headers']],
  ])('is refused where %j is wrong', async (changes, pointers) => {
    const { status, body } = await manager.call('POST', path, dev, { ...webhook, ...changes });
    expect([status, body['code'], pointersOf(body)]).toEqual([400, 'InvalidRequest', pointers]);
  });

  it('is one of 20 in its sandbox at most', async () => {
    for (let index = 0; index < 20; index += 1) await create();
    const { status, body } = await manager.call('POST', path, dev, webhook);
    expect([status, body['code']]).toEqual([409, 'TooManyWebhooks']);
    expect((await manager.call('POST', path, prod, webhook)).status).toBe(201);
  });

  it('is there for its sandbox only, and for keys that may', async () => {
    const { id } = await create();
    expect((await manager.call('GET', `${path}/${id}`, prod)).status).toBe(404);
    expect((await manager.call('GET', `${path}/${id}/deliveries`, prod)).status).toBe(404);
    expect((await manager.call('POST', `${path}/${id}/test`, prod)).status).toBe(404);
    expect(feedback.asked).toEqual([]);
    const key = await manager.call('POST', '/v1/api-keys', dev, { name: 'reader', scopes: ['webhooks:read'] });
    const reader = { id: String(key.body['id']), secret: String(key.body['secret']), sandbox: 'dev' };
    expect((await manager.call('GET', `${path}/${id}`, reader)).status).toBe(200);
    for (const [method, route] of [
      ['POST', path],
      ['PUT', `${path}/${id}`],
      ['DELETE', `${path}/${id}`],
      ['POST', `${path}/${id}/rotate`],
      ['POST', `${path}/${id}/test`],
      ['POST', `${path}/${id}/deliveries/${deliveryId}/retry`],
    ] as const) {
      expect(await manager.call(method, route, reader, {})).toMatchObject({
        status: 403,
        body: { code: 'ScopeMissing' },
      });
    }
  });

  it('is in the audit log, without its secrets', async () => {
    const { id, secret } = await create({ headers: [{ name: 'x-a', value: 'hush' }] });
    await manager.call('POST', `${path}/${id}/rotate`, dev, { overlapSeconds: 60 });
    await manager.call('DELETE', `${path}/${id}`, dev);
    const { body } = await manager.call('GET', `/v1/audit?id=${id}`, dev);
    const entries = body['entries'] as { action: string }[];
    expect(entries.map(({ action }) => action)).toEqual(['archived', 'changed', 'created']);
    for (const hidden of [secret, 'hush', 'sealed']) expect(JSON.stringify(entries)).not.toContain(hidden);
  });
});

describe('what was sent to a webhook', () => {
  const delivery = {
    ...{ id: deliveryId, executionId: 'UMA-1', state: 'failed', recipients: 2, attempts: 10 },
    ...{ createdAt: '2026-11-27T03:00:00.000Z', lastAttemptAt: '2026-11-27T03:00:01.000Z', status: 500, answer: 'no' },
  };

  it('is shown as feedback tells it', async () => {
    const { id } = await create();
    const page = { deliveries: [delivery] };
    feedback.answer(`/internal/webhooks/${id}/deliveries`, page);
    expect(await manager.call('GET', `${path}/${id}/deliveries?state=failed`, dev)).toMatchObject({
      status: 200,
      body: page,
    });
    expect(feedback.asked).toMatchObject([
      { method: 'GET', url: `/internal/webhooks/${id}/deliveries?limit=50&state=failed` },
    ]);
    const wrong = await manager.call('GET', `${path}/${id}/deliveries?state=sent`, dev);
    expect(wrong).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
  });

  it('is sent again by feedback', async () => {
    const { id } = await create();
    const retry = (which: string) => manager.call('POST', `${path}/${id}/deliveries/${which}/retry`, dev, {});
    const pending = { ...delivery, state: 'pending', nextAttemptAt: '2026-11-27T03:00:02.000Z' };
    feedback.answer(`/internal/webhooks/${id}/deliveries/${deliveryId}/retry`, pending, 202);
    expect(await retry(deliveryId)).toMatchObject({ status: 202, body: { state: 'pending' } });
    const missing = { code: 'WebhookDeliveryNotFound', detail: 'The webhook has no such delivery.' };
    feedback.answer(`/internal/webhooks/${id}/deliveries/${deliveryId}/retry`, missing, 404);
    expect(await retry(deliveryId)).toMatchObject({ status: 404, body: { code: 'WebhookDeliveryNotFound' } });
    expect(await retry('..')).toMatchObject({ status: 404 });
    expect(await retry('x')).toMatchObject({ status: 404, body: { code: 'WebhookDeliveryNotFound' } });
  });

  it('can be tried: feedback sends an example, with the secrets sealed', async () => {
    const { id, secret } = await create();
    const came = { ok: true, webhookId: deliveryId, status: 204, answer: '', durationMs: 12 };
    feedback.answer('/internal/webhooks/test', came);
    expect(await manager.call('POST', `${path}/${id}/test`, dev)).toMatchObject({ status: 200, body: came });
    const [asked] = feedback.asked;
    expect(asked?.body).toMatchObject({ sandbox: 'dev', webhook: { ...webhook, isEnabled: true } });
    expect(JSON.stringify(asked?.body)).not.toContain(secret);
  });

  it('cannot be told while feedback does not answer', async () => {
    const { id } = await create();
    expect(await manager.call('GET', `${path}/${id}/deliveries`, dev)).toMatchObject({
      status: 503,
      body: { code: 'ServiceUnavailable' },
    });
  });
});
