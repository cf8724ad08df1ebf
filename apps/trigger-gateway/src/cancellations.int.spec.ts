import 'reflect-metadata';
import { events, faultOf, type EventData } from '@clarion/contracts';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { marketing, startGateway, transactional, type Gateway } from './gateway-under-test.js';

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };
const unknownId = 'BMA-01890000-0000-7000-8000-000000000000';

describe('cancelling an execution', () => {
  let home: TestDatabase;
  let gateway: Gateway;
  let executionId: string;

  const cancel = (id: string, changes = {}, path = '/ajo/im/executions') =>
    gateway.post(`${path}/${id}/cancel`, '', changes);
  const published = () =>
    waitFor(async () => ((await gateway.owes()) === 0 ? gateway.published : undefined), { what: 'nothing to be owed' });
  const cancelledEvents = async () =>
    (await published()).filter(({ topic }) => topic === events.executionCancelled.type);

  beforeAll(async () => {
    home = await testDatabase();
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
    await gateway.activate([
      { id: 'm1', body: marketing },
      { id: 't1', body: transactional },
    ]);
    await gateway.giveKey('ck_read', { scopes: ['executions:read'] });
  });

  beforeEach(async () => {
    await published();
    gateway.forget();
    const { body } = await gateway.post<{ executionId: string }>('/ajo/im/executions/audience', { campaignId: 'm1' });
    executionId = body.executionId;
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  it('is said to all who work on it, and answered with what was sent by then', async () => {
    const run = { state: 'planned', targeted: 5 };
    gateway.reported = { counts: { ...nobody, sent: 2 }, run, recipients: [] };
    const { status, body } = await cancel(executionId);
    expect(status).toBe(200);
    expect(body).toEqual({
      executionId,
      cancelledAt: expect.stringMatching(/Z$/),
      cancelledBy: 'ck_1',
      status: 'InProgress',
      counts: { ...nobody, targeted: 5, requested: 3, sent: 2 },
    });
    const [event] = await cancelledEvents();
    expect(event).toMatchObject({ id: `${executionId}:cancelled`, key: executionId });
    const data = event?.data as EventData<typeof events.executionCancelled>;
    expect(faultOf(events.executionCancelled, data)).toBeUndefined();
    expect(data).toEqual({
      executionId,
      sandbox: 'dev',
      campaignId: 'm1',
      campaignVersion: 1,
      at: body['cancelledAt'],
    });
  });

  it('happens once, however often it is asked for and at the same time, and by the path of either API', async () => {
    const answers = await Promise.all([
      cancel(executionId),
      cancel(executionId, {}, '/v1/executions'),
      cancel(executionId),
    ]);
    const again = await cancel(executionId);
    const moments = [...answers, again].map(({ status, body }) => [status, body['cancelledAt']]);
    expect(new Set(moments.map(String)).size).toBe(1);
    expect(await cancelledEvents()).toHaveLength(1);
  });

  it('is in its status from then on', async () => {
    const before = await gateway.get(`/v1/executions/${executionId}`);
    expect(before.body).not.toHaveProperty('cancelledAt');
    const { body } = await cancel(executionId);
    const cancelled = { cancelledAt: body['cancelledAt'], cancelledBy: 'ck_1' };
    expect((await gateway.get(`/v1/executions/${executionId}`)).body).toMatchObject(cancelled);
    expect((await gateway.get(`/ajo/im/executions/audience/${executionId}`)).body).toMatchObject(cancelled);
  });

  it('says of one that has ended what became of it', async () => {
    gateway.reported = { counts: { ...nobody, sent: 3 }, run: { state: 'planned', targeted: 3 }, recipients: [] };
    const { status, body } = await cancel(executionId);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'Succeeded', counts: { targeted: 3, sent: 3, excluded: 0 } });
  });

  it('says that a dry run is cancelled, and counts what it rendered as an end', async () => {
    const { body: call } = await gateway.post('/ajo/im/executions/audience', { campaignId: 'm1', dryRun: true });
    gateway.reported = { counts: { ...nobody, rendered: 3 }, run: { state: 'planned', targeted: 3 }, recipients: [] };
    const { body } = await cancel(String(call['executionId']));
    expect(body).toMatchObject({ status: 'Succeeded', counts: { targeted: 3, requested: 0, rendered: 3 } });
    const [event] = await cancelledEvents();
    expect(event?.data).toMatchObject({ executionId: call['executionId'], purpose: 'dry-run' });
    expect(faultOf(events.executionCancelled, event?.data)).toBeUndefined();
  });

  it('is done also while feedback is away; then it is unknown what was sent', async () => {
    gateway.isFeedbackAway = true;
    const { status, body } = await cancel(executionId);
    expect(status).toBe(200);
    expect(body).toMatchObject({ executionId, status: 'Unknown', cancelledBy: 'ck_1' });
    expect(body).not.toHaveProperty('counts');
    expect(await cancelledEvents()).toHaveLength(1);
  });

  it.each([
    ['an unknown execution', () => unknownId, {}, 404, 'ExecutionNotFound'],
    ['an id that is none', () => '%00', {}, 404, 'ExecutionNotFound'],
    ['a key that may only read', () => executionId, { 'x-api-key': 'ck_read' }, 403, 'ScopeMissing'],
    ['another sandbox', () => executionId, { 'x-sandbox-name': 'prod' }, 403, 'SandboxForbidden'],
  ])('is refused for %s', async (_, id, changes, status, code) => {
    expect((await cancel(id(), changes)).body).toMatchObject({ status, code });
    expect(await cancelledEvents()).toEqual([]);
  });

  it('finds nothing of another sandbox', async () => {
    await gateway.database
      .updateTable('executions')
      .set({ sandbox: 'prod' })
      .where('execution_id', '=', executionId)
      .execute();
    expect((await cancel(executionId)).body).toMatchObject({ status: 404, code: 'ExecutionNotFound' });
  });
});
