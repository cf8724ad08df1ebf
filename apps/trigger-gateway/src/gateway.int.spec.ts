import 'reflect-metadata';
import { DefinitionCopy, Definitions, ManagerClient } from '@clarion/definitions';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase, Outbox, type OwedEvent } from '@clarion/persistence';
import { hashSecret } from '@clarion/security';
import { createApp } from '@clarion/service';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Kysely } from 'kysely';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { FeedbackClient } from './feedback-client.js';
import { migrations } from './migrations/index.js';
import type { Tables } from './tables.js';

const logger = createLogger('gateway-test', 'silent');
const headers = {
  'x-api-key': 'ck_1',
  authorization: 'Bearer s3cret',
  'x-sandbox-name': 'dev',
  'x-gw-ims-org-id': 'any',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const recipient = { type: 'aep', namespace: 'email', userId: 'ada@example.com', context: { link: 'https://x' } };
const call = (requestId: string, changes: object = {}) => ({
  requestId,
  campaignId: 'c1',
  recipients: [recipient],
  ...changes,
});

async function feedbackThatAnswers(answer: () => object | undefined): Promise<Server> {
  const server = createServer((_, response) => {
    const body = answer();
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function feedbackAt(server: Server): FeedbackClient {
  return new FeedbackClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'token');
}

describe('the trigger gateway', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;
  let outbox: Outbox<Tables>;
  let app: NestFastifyApplication;
  let published: OwedEvent[] = [];
  let feedback: Server;
  /** What feedback would answer; nothing was reported while it is undefined. */
  let reported: object | undefined;

  const post = (body: unknown, changes: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/ajo/im/executions/unitary',
      headers: { 'content-type': 'application/json', ...headers, ...changes },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const publishedCount = (count: number) =>
    waitFor(() => (published.length >= count ? published : undefined), { what: `${count} events` });

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase<Tables>({ url: home.url, schema: 'trigger_gateway' }, logger);
    await migrate(database, 'trigger_gateway', migrations, logger);
    outbox = new Outbox<Tables>(
      database,
      { publish: (events) => Promise.resolve(void published.push(...events)) },
      logger,
    );
    feedback = await feedbackThatAnswers(() => reported);
    const copy = new DefinitionCopy(database);
    // Nobody listens there: the manager is away.
    const manager = new ManagerClient(`http://127.0.0.1:${await freePort()}`, 'token');
    const definitions = new Definitions(copy, manager);
    const key = { name: 'test', secretHash: hashSecret('s3cret') };
    const campaign = { name: 'Reset', category: 'transactional', identityNamespace: 'email', content: [] };
    await copy.keepVersions([
      { kind: 'api-key', sandbox: 'dev', id: 'ck_1', version: 1, body: key },
      { kind: 'campaign', sandbox: 'dev', id: 'c1', version: 2, body: campaign },
      { kind: 'campaign', sandbox: 'prod', id: 'c2', version: 1, body: campaign },
      { kind: 'campaign', sandbox: 'dev', id: 'c3', version: 1, body: campaign },
    ]);
    await copy.keepActivations([
      { kind: 'api-key', sandbox: 'dev', id: 'ck_1', revision: 1, version: 1, state: 'live' },
      { kind: 'campaign', sandbox: 'dev', id: 'c1', revision: 1, version: 2, state: 'live' },
      { kind: 'campaign', sandbox: 'prod', id: 'c2', revision: 1, version: 1, state: 'live' },
      { kind: 'campaign', sandbox: 'dev', id: 'c3', revision: 2, version: 1, state: 'stopped' },
    ]);
    app = await createApp(
      AppModule.with({ database, outbox, local: { copy, definitions }, feedback: feedbackAt(feedback), logger }),
      { logger },
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });

  beforeEach(() => {
    published = [];
    reported = undefined;
  });

  afterAll(async () => {
    await app.close();
    feedback.closeAllConnections();
    feedback.close();
    await outbox.stop();
    await database.destroy();
    await home.drop();
  });

  it('accepts a call, and publishes that it is ready to run with the version that is live', async () => {
    const answer = await post(call('r-accept'));
    expect(answer.statusCode).toBe(202);
    const { executionId } = answer.json<{ executionId: string }>();
    expect(answer.json()).toMatchObject({
      executionId: expect.stringMatching(/^UMA-/),
      requestId: 'r-accept',
      createdBy: 'ck_1',
    });
    const [ready] = await publishedCount(1);
    expect(ready).toMatchObject({ topic: 'execution.ready.v1', id: executionId, key: executionId });
    expect(ready?.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(ready?.data).toMatchObject({ executionId, sandbox: 'dev', campaignVersion: 2, recipients: [recipient] });
  });

  it('runs the same request once, and answers the repeat as the first', async () => {
    const first = await post(call('r-twice'));
    const second = await post(call('r-twice'));
    expect(second.statusCode).toBe(202);
    expect(second.json()).toEqual(first.json());
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('runs the same request once when it comes fifty times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(call('r-fifty'))));
    const ids = new Set(answers.map((answer) => answer.json<{ executionId: string }>().executionId));
    expect(ids.size).toBe(1);
    await publishedCount(1);
    const events = published.filter(({ id }) => ids.has(id));
    expect(events).toHaveLength(1);
  });

  it('refuses the same requestId with another body', async () => {
    await post(call('r-other'));
    const answer = await post(call('r-other', { recipients: [{ ...recipient, userId: 'bob@example.com' }] }));
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'RequestIdReused' });
  });

  it('keeps the same body written in another order as the same', async () => {
    const { executionId } = (await post(call('r-order'))).json<{ executionId: string }>();
    const reordered = JSON.stringify({ recipients: [recipient], campaignId: 'c1', requestId: 'r-order' });
    expect((await post(reordered)).json()).toMatchObject({ executionId });
  });

  it.each([
    ['a campaign of another sandbox', call('x', { campaignId: 'c2' }), 404, 'CampaignNotFound'],
    ['a stopped campaign', call('x', { campaignId: 'c3' }), 409, 'CampaignNotLive'],
    ['malformed JSON', '{"requestId":', 400, 'MalformedJson'],
    ['no JSON object', '[]', 400, 'InvalidRequest'],
    ['an empty body', '', 400, 'InvalidRequest'],
    ['a body that reaches for prototypes', '{"__proto__":{"a":1}}', 400, 'MalformedJson'],
  ])('refuses %s with a problem', async (_, body, status, code) => {
    const answer = await post(body);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status, code });
    expect(answer.statusCode).toBe(status);
  });

  it('refuses what is not JSON by its type', async () => {
    const answer = await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer.json()).toMatchObject({ status: 415, code: 'UnsupportedMediaType' });
  });

  it('names every faulty member by its JSON pointer', async () => {
    const pointersOf = async (body: unknown) =>
      (await post(body)).json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer);
    expect(new Set(await pointersOf({}))).toEqual(new Set(['/requestId', '/campaignId', '/recipients']));
    const twentyOne = Array.from({ length: 21 }, (__, index) => ({ ...recipient, userId: `u${index}@example.com` }));
    expect(await pointersOf(call('x', { recipients: twentyOne }))).toEqual(['/recipients']);
    expect(await pointersOf(call('nul\0'))).toEqual(['/requestId']);
    const bad = [{ type: 'x', namespace: 'email', userId: 'a', channelData: { emailAddress: 'no' } }];
    expect(await pointersOf(call('x', { recipients: bad }))).toEqual([
      '/recipients/0/type',
      '/recipients/0/channelData/emailAddress',
    ]);
  });

  it.each([
    ['without a key', { 'x-api-key': '' }, 401, 'Unauthorized'],
    ['with a wrong secret', { authorization: 'Bearer wrong' }, 401, 'Unauthorized'],
    ['without Bearer', { authorization: 's3cret' }, 401, 'Unauthorized'],
    ['in another sandbox', { 'x-sandbox-name': 'prod' }, 403, 'SandboxForbidden'],
  ])('lets nobody in %s', async (_, changes, status, code) => {
    const answer = await post(call('x'), changes);
    expect(answer.json()).toMatchObject({ status, code });
  });

  it('asks to try again, rather than say "not found", when it cannot ask the manager', async () => {
    const answer = await post(call('x', { campaignId: 'unheard-of' }));
    expect(answer.json()).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    expect(answer.headers['retry-after']).toBeDefined();
  });

  it('tells what became of an execution, before and after something was reported', async () => {
    const { executionId } = (await post(call('r-status'))).json<{ executionId: string }>();
    const status = async (query = '') =>
      (await app.inject({ url: `/v1/executions/${executionId}${query}`, headers })).json<object>();
    expect(await status()).toMatchObject({
      requestId: 'r-status',
      status: 'InProgress',
      counts: { targeted: 1, pending: 1 },
    });
    const recipients = [{ ordinal: 0, namespace: 'email', userId: 'ada@example.com', state: 'sent', attempt: 1 }];
    reported = { counts: { sent: 1, failed: 0, excluded: 0 }, recipients };
    expect(await status()).toMatchObject({
      status: 'Succeeded',
      counts: { targeted: 1, pending: 0, sent: 1 },
      recipients,
    });
    expect(await status('?limit=0')).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  it('knows no execution of another sandbox, or none at all', async () => {
    const answer = await app.inject({ url: '/v1/executions/UMA-nobody', headers });
    expect(answer.json()).toMatchObject({ status: 404, code: 'ExecutionNotFound' });
  });

  it('tells its health to whoever has a key', async () => {
    expect((await app.inject({ url: '/ajo/im/health', headers })).statusCode).toBe(200);
    expect((await app.inject({ url: '/ajo/im/health' })).statusCode).toBe(401);
  });
});
