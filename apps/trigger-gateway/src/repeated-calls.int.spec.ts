import 'reflect-metadata';
import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { marketing, startGateway, transactional, type Answer, type Gateway } from './gateway-under-test.js';

const ada = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
const nobody = { ...ada, userId: 'nobody' };
const unitary = '/ajo/im/executions/unitary';

interface Accepted {
  executionId: string;
  requestId: string;
  refusedRecipients?: { index: number }[];
}

describe('a call that comes again', () => {
  let home: TestDatabase;
  let gateway: Gateway;

  const post = (body: unknown, changes: Record<string, string> = {}, path = unitary) =>
    gateway.post<Accepted>(path, body, changes);
  const kept = async () =>
    (await gateway.database.selectFrom('executions').selectAll().execute()).map(({ request_id: id }) => id);
  const expectReplay = (again: Answer<Accepted>, first: Answer<Accepted>) => {
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect([first, again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true']);
  };

  beforeAll(async () => {
    home = await testDatabase();
    // Nobody listens there: the manager is away.
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
    await gateway.activate([
      { id: 'c1', body: transactional },
      { id: 'm1', body: marketing },
    ]);
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  it.each([
    ['its campaign was stopped', { state: 'stopped' as const, body: transactional }],
    ['its campaign’s window has closed', { body: { ...transactional, schedule: { endAt: '2026-01-01T00:00:00Z' } } }],
    ['its campaign wants another context', { body: { ...transactional, contextSchema: { required: ['code'] } } }],
    ['its campaign has another version', { body: { ...transactional, name: 'Other' } }],
  ])('gets the first answer, also when %s meanwhile', async (what, change) => {
    const id = `changes: ${what}`;
    await gateway.activate([{ id, body: transactional }]);
    const call = { requestId: 'r', campaignId: id, recipients: [ada] };
    const first = await post(call);
    await gateway.activate([{ id, version: 2, ...change }]);
    expectReplay(await post(call), first);
    const other = await post({ ...call, recipients: [{ ...ada, userId: 'bob@example.com' }] });
    expect([other.status, other.body]).toMatchObject([422, { code: 'RequestIdReused' }]);
  });

  it('is known by its Idempotency-Key where its body has no requestId', async () => {
    const body = { campaignId: 'c1', recipients: [ada] };
    const first = await post(body, { 'idempotency-key': 'key-1' });
    expect(first).toMatchObject({ status: 202, body: { requestId: 'key-1' } });
    expectReplay(await post(body, { 'idempotency-key': 'key-1' }), first);
    expectReplay(await post({ ...body, requestId: 'key-1' }), first);
    const other = await post({ ...body, requestId: 'another' }, { 'idempotency-key': 'key-1' });
    expect(other).toMatchObject({ status: 400, body: { code: 'IdempotencyKeyDiffers' } });
    expect(await kept()).not.toContain('another');
    const audience = (key: string) =>
      post({ campaignId: 'm1' }, { 'idempotency-key': key }, '/ajo/im/executions/audience');
    const run = await audience('key-2');
    expectReplay(await audience('key-2'), run);
  });

  it('is the same under Adobe’s path and our own', async () => {
    const call = { requestId: 'r-alias', campaignId: 'c1', recipients: [ada] };
    const first = await post(call, {}, '/v1/executions/unitary');
    expectReplay(await post(call), first);
    const paths = [
      `/v1/executions/${first.body.executionId}`,
      `/ajo/im/executions/${first.body.executionId}`,
      '/v1/executions?campaignId=c1&requestId=r-alias',
      '/ajo/im/executions?campaignId=c1&requestId=r-alias',
    ];
    for (const path of paths) expect((await gateway.get(path)).body).toMatchObject({ requestId: 'r-alias' });
    expect((await gateway.get('/v1/executions?campaignId=c1&requestId=r-none')).body).toMatchObject({
      code: 'ExecutionNotFound',
    });
    expect((await gateway.get('/v1/executions?campaignId=c1')).body).toMatchObject({ status: 400 });
    const run = await post({ campaignId: 'm1' }, {}, '/v1/executions/audience');
    expect((await gateway.get(`/v1/executions/audience/${run.body.executionId}`)).status).toBe(200);
  });

  it('is another request when it may be accepted in part', async () => {
    const call = { requestId: 'r-flag', campaignId: 'c1', recipients: [ada] };
    const first = await post(call, {}, `${unitary}?partial=true`);
    expect(first.body).toMatchObject({ refusedRecipients: [] });
    expect(await post(call)).toMatchObject({ status: 422, body: { code: 'RequestIdReused' } });
    expectReplay(await post(call, {}, `${unitary}?partial=true`), first);
  });

  it('lists whom a partial call went without as it did before', async () => {
    const call = { requestId: 'r-part', campaignId: 'c1', recipients: [nobody, ada, { ...ada, userId: '' }] };
    const first = await post(call, {}, `${unitary}?partial=true`);
    expect(first.body.refusedRecipients).toMatchObject([
      { index: 0, code: 'InvalidRequest', errors: [{ pointer: '/recipients/0/userId' }] },
      { index: 2, code: 'InvalidRequest', errors: [{ pointer: '/recipients/2/userId' }] },
    ]);
    expectReplay(await post(call, {}, `${unitary}?partial=true`), first);
    expect(
      await post({ ...call, requestId: 'r-all', recipients: [nobody] }, {}, `${unitary}?partial=true`),
    ).toMatchObject({
      status: 400,
      body: { code: 'InvalidRequest' },
    });
    expect(await post({ ...call, requestId: 'r-all' })).toMatchObject({ status: 400 });
    expect(await post(call, {}, `${unitary}?partial=yes`)).toMatchObject({ status: 400 });
    expect(await kept()).not.toContain('r-all');
    const ready = gateway.published.find(({ id }) => id === first.body.executionId);
    expect(ready?.data).toMatchObject({ recipients: [ada] });
  });
});
