import 'reflect-metadata';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { marketing, reportedRecipient, startGateway, transactional, type Gateway } from './gateway-under-test.js';

const recipient = { type: 'aep', namespace: 'email', userId: 'ada@example.com', context: { link: 'https://x' } };
const call = (requestId: string, changes: object = {}) => ({
  requestId,
  campaignId: 'c1',
  recipients: [recipient],
  ...changes,
});

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

describe('the trigger gateway', () => {
  let home: TestDatabase;
  let gateway: Gateway;

  const post = (body: unknown, changes: Record<string, string> = {}) =>
    gateway.post<{ executionId: string }>('/ajo/im/executions/unitary', body, changes);

  beforeAll(async () => {
    home = await testDatabase();
    // Nobody listens there: the manager is away.
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
    await gateway.activate([
      { id: 'c1', version: 2, body: transactional },
      { id: 'c2', sandbox: 'prod', body: transactional },
      { id: 'c3', state: 'stopped', body: transactional },
      { id: 'm1', body: marketing },
      { id: 'h1', body: { ...transactional, highThroughputMode: true } },
      { id: 'w1', body: { ...transactional, enableWebhooks: true } },
      { id: 'd1', body: { ...transactional, dataSources: [{ alias: 'weather' }] } },
      { id: 'd2', body: { ...transactional, dataSources: [] } },
    ]);
  });

  /** All that was published, once nothing is owed any more. */
  const published = () =>
    waitFor(async () => ((await gateway.owes()) === 0 ? gateway.published : undefined), { what: 'nothing to be owed' });

  beforeEach(async () => {
    await published();
    gateway.forget();
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  it('accepts a call, and publishes that it is ready to run with the version that is live', async () => {
    const answer = await post(call('r-accept'));
    expect(answer.status).toBe(202);
    const { executionId } = answer.body;
    expect(answer.body).toMatchObject({
      executionId: expect.stringMatching(/^UMA-/),
      requestId: 'r-accept',
      createdBy: 'ck_1',
    });
    const [ready] = await published();
    expect(ready).toMatchObject({ topic: 'execution.ready.v1', id: executionId, key: executionId });
    expect(ready?.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(ready?.data).toMatchObject({ executionId, sandbox: 'dev', campaignVersion: 2, recipients: [recipient] });
  });

  it('accepts a call in high-throughput mode by an endpoint of its own, for strangers only', async () => {
    const stranger = { ...recipient, type: 'external' };
    const fast = (requestId: string, changes: object = {}) =>
      gateway.post<{ executionId: string }>(
        '/ajo/im/executions/highthroughput',
        call(requestId, { campaignId: 'h1', recipients: [stranger], ...changes }),
      );
    const { status, body } = await fast('r-fast');
    expect({ status, body }).toMatchObject({ status: 202, body: { executionId: expect.stringMatching(/^HUMA-/) } });
    expect(await published()).toMatchObject([{ id: body.executionId, data: { recipients: [stranger] } }]);
    expect(await fast('r-fast')).toMatchObject({ body, headers: { 'idempotency-replayed': 'true' } });
    expect(await fast('r-aep', { recipients: [recipient] })).toMatchObject({
      status: 400,
      body: { code: 'InvalidRequest', errors: [{ pointer: '/recipients/0/type' }] },
    });
    const many = Array.from({ length: 21 }, (_, index) => ({ ...stranger, userId: `p${index}@example.com` }));
    expect(await fast('r-many', { recipients: many })).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(await fast('r-other', { campaignId: 'c1' })).toMatchObject({ status: 409, body: { code: 'WrongEndpoint' } });
    const unitary = await post(call('r-unitary', { campaignId: 'h1', recipients: [stranger] }));
    expect(unitary).toMatchObject({ status: 409, body: { code: 'WrongEndpoint' } });
  });

  it('says for whom webhooks hear of an execution, where its campaign has them and it is in earnest', async () => {
    const ids = [];
    for (const body of [
      call('r-told', { campaignId: 'w1' }),
      call('r-dry', { campaignId: 'w1', dryRun: true }),
      call('r-untold'),
    ]) {
      ids.push((await post(body)).body.executionId);
    }
    const events = new Map((await published()).map(({ id, data }) => [id, data as { webhooks?: object }]));
    expect(ids.map((id) => events.get(id)?.webhooks)).toEqual([{ requestId: 'r-told' }, undefined, undefined]);
  });

  it('publishes that it was accepted, no more, where the campaign needs data of other systems', async () => {
    const { executionId } = (await post(call('r-data', { campaignId: 'd1' }))).body;
    expect((await post(call('r-data', { campaignId: 'd2' }))).status).toBe(202);
    const events = await published();
    expect(events).toMatchObject([
      { topic: 'execution.accepted.v1', id: executionId, key: executionId, data: { recipients: [recipient] } },
      { topic: 'execution.ready.v1' },
    ]);
  });

  it('runs the same request once, and answers the repeat as the first', async () => {
    const first = await post(call('r-twice'));
    const second = await post(call('r-twice'));
    expect(second.status).toBe(202);
    expect(second.body).toEqual(first.body);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('runs the same request once when it comes fifty times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(call('r-fifty'))));
    const ids = new Set(answers.map(({ body }) => body.executionId));
    expect(ids.size).toBe(1);
    expect(await published()).toHaveLength(1);
  });

  it('refuses the same requestId with another body', async () => {
    await post(call('r-other'));
    const answer = await post(call('r-other', { recipients: [{ ...recipient, userId: 'bob@example.com' }] }));
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'RequestIdReused' });
  });

  it('keeps the same body written in another order as the same', async () => {
    const { executionId } = (await post(call('r-order'))).body;
    const reordered = JSON.stringify({ recipients: [recipient], campaignId: 'c1', requestId: 'r-order' });
    expect((await post(reordered)).body).toMatchObject({ executionId });
  });

  it.each([
    ['a campaign of another sandbox', call('x', { campaignId: 'c2' }), 404, 'CampaignNotFound'],
    ['a stopped campaign', call('x', { campaignId: 'c3' }), 409, 'CampaignNotLive'],
    ['a marketing campaign', call('x', { campaignId: 'm1' }), 409, 'WrongCategory'],
    ['malformed JSON', '{"requestId":', 400, 'MalformedJson'],
    ['no JSON object', '[]', 400, 'InvalidRequest'],
    ['an empty body', '', 400, 'InvalidRequest'],
    ['a body that reaches for prototypes', '{"__proto__":{"a":1}}', 400, 'MalformedJson'],
  ])('refuses %s with a problem', async (_, body, status, code) => {
    const answer = await post(body);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
  });

  it('refuses what is not JSON by its type', async () => {
    const answer = await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer.body).toMatchObject({ status: 415, code: 'UnsupportedMediaType' });
  });

  it('names every faulty member by its JSON pointer', async () => {
    const pointersOf = async (body: unknown) =>
      ((await post(body)).body as unknown as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect(new Set(await pointersOf({}))).toEqual(new Set(['/requestId', '/campaignId', '/recipients']));
    const twentyOne = Array.from({ length: 21 }, (__, index) => ({ ...recipient, userId: `u${index}@example.com` }));
    expect(await pointersOf(call('x', { recipients: twentyOne }))).toEqual(['/recipients']);
    expect(await pointersOf(call('nul\0'))).toEqual(['/requestId']);
    const bad = [{ type: 'x', namespace: 'email', userId: 'a', channelData: { emailAddress: 'no' } }];
    expect(await pointersOf(call('x', { recipients: bad }))).toEqual([
      '/recipients/0/type',
      '/recipients/0/channelData/emailAddress',
    ]);
    const nulls = [{ ...recipient, channelData: { emailAddress: null }, profile: null, context: null }];
    expect(new Set(await pointersOf(call('x', { recipients: nulls })))).toEqual(
      new Set(['/recipients/0/channelData/emailAddress', '/recipients/0/profile', '/recipients/0/context']),
    );
    const unkeepable = [{ ...recipient, context: { link: 'https://x/\0' } }];
    expect(await pointersOf(call('x', { recipients: unkeepable }))).toEqual(['/recipients/0/context/link']);
  });

  it.each([
    ['without a key', { 'x-api-key': '' }, 401, 'Unauthorized'],
    ['with a wrong secret', { authorization: 'Bearer wrong' }, 401, 'Unauthorized'],
    ['without Bearer', { authorization: 's3cret' }, 401, 'Unauthorized'],
    ['in another sandbox', { 'x-sandbox-name': 'prod' }, 403, 'SandboxForbidden'],
  ])('lets nobody in %s', async (_, changes, status, code) => {
    expect((await post(call('x'), changes)).body).toMatchObject({ status, code });
  });

  it('asks to try again, rather than say "not found", when it cannot ask the manager', async () => {
    const answer = await post(call('x', { campaignId: 'unheard-of' }));
    expect(answer.body).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    expect(answer.headers['retry-after']).toBeDefined();
  });

  it('tells what became of an execution, before and after something was reported', async () => {
    const { executionId } = (await post(call('r-status'))).body;
    const status = async (query = '') => (await gateway.get(`/v1/executions/${executionId}${query}`)).body;
    expect(await status()).toMatchObject({
      requestId: 'r-status',
      status: 'InProgress',
      counts: { targeted: 1, requested: 1 },
    });
    const recipients = [reportedRecipient];
    gateway.reported = { counts: { ...nobody, sent: 1, failed: 0, excluded: 0 }, recipients };
    expect(await status()).toMatchObject({
      status: 'Succeeded',
      counts: { targeted: 1, requested: 0, sent: 1 },
      recipients,
    });
    expect(await status('?limit=0')).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  it('gives back what the call gave each recipient', async () => {
    const bob = { ...recipient, userId: 'bob@example.com', executionMetadata: { order: '7' } };
    const { executionId } = (await post(call('r-metadata', { recipients: [recipient, bob] }))).body;
    const recipients = [0, 1].map((ordinal) => ({ ...reportedRecipient, ordinal }));
    gateway.reported = { counts: { ...nobody, sent: 2 }, recipients };
    expect((await gateway.get(`/v1/executions/${executionId}`)).body).toMatchObject({
      recipients: [{ ordinal: 0 }, { ordinal: 1, executionMetadata: { order: '7' } }],
    });
  });

  it('tells why nobody of an execution got anything', async () => {
    const { executionId } = (await post(call('r-failed', { campaignId: 'd1' }))).body;
    const run = { state: 'failed', reason: 'DataSourceRefused', detail: 'weather answered 500.' };
    gateway.reported = { counts: { ...nobody, sent: 0, failed: 0, excluded: 0 }, run, recipients: [] };
    expect((await gateway.get(`/v1/executions/${executionId}`)).body).toMatchObject({
      status: 'Failed',
      reason: 'DataSourceRefused',
      detail: 'weather answered 500.',
      counts: { targeted: 1, requested: 0, failed: 1 },
    });
  });

  it('knows no execution of another sandbox, or none at all', async () => {
    const answer = await gateway.get('/v1/executions/UMA-nobody');
    expect(answer.body).toMatchObject({ status: 404, code: 'ExecutionNotFound' });
  });

  it('tells its health to whoever has a key', async () => {
    expect((await gateway.get('/ajo/im/health')).status).toBe(200);
    expect((await gateway.get('/ajo/im/health', { 'x-api-key': '' })).status).toBe(401);
  });
});
