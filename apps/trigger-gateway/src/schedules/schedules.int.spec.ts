import 'reflect-metadata';
import { events, faultOf } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { marketing, startGateway, type Gateway } from '../gateway-under-test.js';
import { schedulesRetention } from './schedule-retention.js';

interface Schedule {
  scheduleId: string;
  scheduleStatus: string;
  executeAt: string;
  executionDetails?: { executionId: string; status: string; reason?: string; detail?: string };
}

const schedulesPath = '/ajo/im/executions/schedules';
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const inAnHour = () => inMs(3_600_000);

describe('schedules', () => {
  let home: TestDatabase;
  let gateway: Gateway;

  const post = (executeAt: unknown, changes: object = {}) =>
    gateway.post<Schedule>('/ajo/im/executions/audience', { campaignId: 'm1', schedule: { executeAt }, ...changes });
  const read = (scheduleId: string) => gateway.get<Schedule>(`${schedulesPath}/${scheduleId}`);
  const remove = (scheduleId: string) => gateway.delete(`${schedulesPath}/${scheduleId}`);
  const untilTriggered = ({ scheduleId }: Schedule) =>
    waitFor(async () => (await read(scheduleId)).body.executionDetails, { what: 'it to trigger', timeoutMs: 20_000 });
  const executionIdOf = async (scheduleId: string) => {
    const row = await gateway.database
      .selectFrom('schedules')
      .select('execution_id')
      .where('schedule_id', '=', scheduleId)
      .executeTakeFirstOrThrow();
    return row.execution_id;
  };
  const publishedOf = (executionId: string) =>
    waitFor(() => gateway.published.find(({ key }) => key === executionId), { what: `the event of ${executionId}` });

  beforeAll(async () => {
    home = await testDatabase();
    // Nobody listens there: the manager is away.
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
    await gateway.activate([{ id: 'm1', body: marketing }]);
  });

  beforeEach(() => {
    gateway.forget();
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  it('are answered and read as Adobe does, by both paths, and have no execution until they trigger', async () => {
    const executeAt = '2999-01-01T02:00:00+02:00'.replace('2999', String(new Date().getFullYear() + 1));
    const { status, body } = await post(executeAt, { audience: { id: 'a1' } });
    expect(status).toBe(202);
    expect(body).toEqual({
      scheduleId: expect.any(String),
      scheduleStatus: 'Scheduled',
      audience: { id: 'a1' },
      campaignId: 'm1',
      executeAt: new Date(executeAt).toISOString(),
    });
    expect(await read(body.scheduleId)).toMatchObject({ status: 200, body });
    expect((await gateway.get(`/v1/schedules/${body.scheduleId}`)).body).toEqual(body);
    const executionId = await executionIdOf(body.scheduleId);
    expect(executionId).toMatch(/^BMA-/);
    for (const path of ['/v1/executions', '/ajo/im/executions/audience']) {
      expect((await gateway.get(`${path}/${executionId}`)).body).toMatchObject({ code: 'ExecutionNotFound' });
    }
  });

  it('begin their execution when their time has come, with the version that is live then', async () => {
    await gateway.activate([{ id: 'newer', body: marketing }]);
    const context = { match: 'Rivals' };
    const { body } = await post(inMs(4_000), { campaignId: 'newer', context });
    await gateway.activate([{ id: 'newer', version: 2, body: { ...marketing, audience: { id: 'a2' } } }]);
    const executionId = await executionIdOf(body.scheduleId);
    const ready = await publishedOf(executionId);
    expect(ready).toMatchObject({ topic: 'execution.ready.v1', id: executionId });
    expect(ready.data).toMatchObject({ executionId, campaignId: 'newer', campaignVersion: 2, context });
    expect(faultOf(events.executionReady, ready.data)).toBeUndefined();
    const { acceptedAt } = ready.data as { acceptedAt: string };
    expect(Date.parse(acceptedAt)).toBeGreaterThanOrEqual(Date.parse(body.executeAt));
    gateway.reported = {
      counts: { deferred: 0, sent: 2, failed: 0, excluded: 0, unknown: 0, rendered: 0 },
      run: { state: 'planned', targeted: 2 },
      recipients: [],
    };
    expect((await read(body.scheduleId)).body).toMatchObject({
      scheduleStatus: 'Triggered',
      executionDetails: { executionId, status: 'Succeeded', audienceId: 'a2', targetedProfileCount: 2 },
    });
    expect((await gateway.get(`/v1/executions/${executionId}`)).body).toMatchObject({ acceptedAt, campaignVersion: 2 });
  });

  it('of dry runs begin dry runs, and fail as such', async () => {
    const { body } = await post(inMs(-60_000), { dryRun: true });
    const { executionId } = await untilTriggered(body);
    expect(await publishedOf(executionId)).toMatchObject({ topic: 'execution.ready.v1', data: { purpose: 'dry-run' } });
    expect((await gateway.get(`/v1/executions/${executionId}`)).body).toMatchObject({ purpose: 'dry-run' });

    await gateway.activate([{ id: 'ends', body: marketing }]);
    const ending = (await post(inAnHour(), { campaignId: 'ends', dryRun: true })).body;
    await gateway.activate([{ id: 'ends', version: 2, state: 'stopped', body: marketing }]);
    const failed = await publishedOf((await untilTriggered(ending)).executionId);
    expect(failed.data).toMatchObject({ state: 'failed', purpose: 'dry-run' });
    expect(faultOf(events.executionProgressed, failed.data)).toBeUndefined();
  });

  it('run at once where their time has just passed', async () => {
    const { status, body } = await post(inMs(-60_000));
    expect(status).toBe(202);
    expect(await untilTriggered(body)).toMatchObject({ status: 'InProgress' });
  });

  it.each([
    ['not a date', 'tomorrow'],
    ['no text', 1_777_000_000_000],
    ['null', null],
    ['without an offset', '2027-01-01T00:00:00'],
    ['a leap second', '2026-12-31T23:59:60Z'],
    ['a day that is not there', '2027-02-29T00:00:00Z'],
    ['the year 10000', '10000-01-01T00:00:00Z'],
    ['more than a year ahead', inMs(367 * 24 * 3_600_000)],
    ['of Adobe’s sample', '2016-08-29T09:12:33.001Z'],
    ['by a clock that is an hour behind', inMs(-3_600_000)],
    ['absent', undefined],
  ])('are refused with a time that is %s', async (_, executeAt) => {
    expect(await post(executeAt)).toMatchObject({
      status: 400,
      body: { code: 'InvalidRequest', errors: [{ pointer: '/schedule/executeAt' }] },
    });
  });

  it('are refused by what the call would be refused by at that time', async () => {
    const window = { startAt: inMs(3 * 3_600_000), endAt: inMs(5 * 3_600_000) };
    await gateway.activate([
      { id: 'window', body: { ...marketing, schedule: window } },
      { id: 'gone', state: 'stopped', body: marketing },
    ]);
    expect((await post(inAnHour(), { campaignId: 'window' })).body).toMatchObject({ code: 'CampaignNotInWindow' });
    expect((await post(inMs(4 * 3_600_000), { campaignId: 'window' })).status).toBe(202);
    expect((await post(inAnHour(), { campaignId: 'gone' })).body).toMatchObject({ code: 'CampaignNotLive' });
    const context = { text: 'x'.repeat(201 * 1024) };
    expect((await post(inAnHour(), { context })).body).toMatchObject({ code: 'ContextTooLarge' });
  });

  it('are one for a requestId, fifty times at once, and also when their time is long over', async () => {
    const call = { requestId: 'same', campaignId: 'm1', schedule: { executeAt: inAnHour() } };
    const same = () => gateway.post<Schedule>('/ajo/im/executions/audience', call);
    const many = await Promise.all(Array.from({ length: 50 }, same));
    expect(new Set(many.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(many.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect((await post(inAnHour(), { requestId: 'same', context: {} })).body).toMatchObject({
      code: 'RequestIdReused',
    });
    expect((await post(undefined, { requestId: 'same', schedule: undefined })).body).toMatchObject({
      code: 'RequestIdReused',
    });

    const executeAt = inMs(-4 * 60_000 - 57_000);
    const first = await post(executeAt, { requestId: 'over' });
    expect(first.status).toBe(202);
    await waitFor(async () => (await post(executeAt)).status === 400 || undefined, { what: 'its time to be over' });
    const again = await post(executeAt, { requestId: 'over' });
    expect(again).toMatchObject({ status: 202, body: first.body, headers: { 'idempotency-replayed': 'true' } });
  });

  it('can be deleted until they trigger, and are not found then', async () => {
    const { body } = await post(inAnHour(), { requestId: 'deleted' });
    expect(await remove(body.scheduleId)).toMatchObject({ status: 200, body: {} });
    expect((await read(body.scheduleId)).body).toMatchObject({ status: 404, code: 'ScheduleNotFound' });
    expect((await remove(body.scheduleId)).body).toMatchObject({ status: 404, code: 'ScheduleNotFound' });
    const executionId = await executionIdOf(body.scheduleId);
    expect((await gateway.get(`/v1/executions/${executionId}`)).status).toBe(404);

    const triggered = (await post(inMs(-1_000))).body;
    const { executionId: begun } = await untilTriggered(triggered);
    const refusal = await remove(triggered.scheduleId);
    expect(refusal.body).toMatchObject({ status: 409, code: 'ScheduleTriggered' });
    expect(refusal.body['detail']).toContain(begun);
  });

  it('are either deleted or run, never both, when the one meets the other', async () => {
    const executeAt = inMs(1_000);
    const all = await Promise.all(Array.from({ length: 60 }, () => post(executeAt)));
    const ids = all.map(({ body }) => body.scheduleId);
    const deleted: string[] = [];
    const refused: string[] = [];
    await waitFor(() => (Date.now() >= Date.parse(executeAt) ? true : undefined), {
      what: 'their time',
      intervalMs: 5,
    });
    for (const scheduleId of ids) {
      const { status } = await remove(scheduleId);
      (status === 200 ? deleted : refused).push(scheduleId);
    }
    const rows = await gateway.database.selectFrom('schedules').selectAll().where('schedule_id', 'in', ids).execute();
    const inState = (state: string) => rows.filter((row) => row.state === state).map((row) => row.schedule_id);
    expect(new Set(inState('deleted'))).toEqual(new Set(deleted));
    expect(new Set(inState('triggered'))).toEqual(new Set(refused));
    for (const row of rows) if (row.state === 'triggered') await publishedOf(row.execution_id);
    const executions = new Map(rows.map((row) => [row.execution_id, row.state]));
    for (const { key } of gateway.published) expect([key, executions.get(key)]).not.toEqual([key, 'deleted']);
  });

  it.each([
    ['ContextInvalid', { contextSchema: { type: 'object', required: ['order'] } }],
    ['CampaignNotInWindow', { schedule: { endAt: '2026-01-01T00:00:00Z' } }],
    ['InvalidRequest', { audience: { id: 'another', kind: 'list', identities: [] } }],
  ])(
    'fail as %s, for all to see, where the version that is live then does not take the call',
    async (reason, change) => {
      const id = `changed-${reason}`;
      await gateway.activate([{ id, body: marketing }]);
      const { body } = await post(inMs(4_000), { campaignId: id, audience: { id: 'a1' } });
      await gateway.activate([{ id, version: 2, body: { ...marketing, ...change } }]);
      const details = await untilTriggered(body);
      expect(details).toMatchObject({ status: 'Failed', reason, detail: expect.any(String), campaignId: id });
      const event = await publishedOf(details.executionId);
      expect(event).toMatchObject({ topic: 'execution.progressed.v1', id: `${details.executionId}:failed` });
      expect(event.data).toMatchObject({ state: 'failed', reason, campaignVersion: 1 });
      expect(faultOf(events.executionProgressed, event.data)).toBeUndefined();
      expect((await remove(body.scheduleId)).body).toMatchObject({ code: 'ScheduleTriggered' });
      expect((await gateway.get(`/v1/executions/${details.executionId}`)).status).toBe(200);
    },
  );

  it('fail at once when their campaign is stopped, long before their time; those of others wait on', async () => {
    await gateway.activate([{ id: 'stopped', body: marketing }]);
    const [one, other] = [(await post(inAnHour(), { campaignId: 'stopped' })).body, (await post(inAnHour())).body];
    await gateway.activate([{ id: 'stopped', version: 2, state: 'stopped', body: marketing }]);
    expect(await untilTriggered(one)).toMatchObject({
      status: 'Failed',
      reason: 'CampaignNotLive',
      detail: 'The campaign is stopped.',
    });
    expect((await read(other.scheduleId)).body.scheduleStatus).toBe('Scheduled');
  });

  it('are not found where they are of another sandbox, no ids, or not there', async () => {
    const { body } = await post(inAnHour());
    await sql`update schedules set sandbox = 'prod' where schedule_id = ${body.scheduleId}`.execute(gateway.database);
    for (const id of [body.scheduleId, '0190a0b0-0000-7000-8000-000000000000', 'x', '%00']) {
      expect((await read(id)).body).toMatchObject({ status: 404, code: 'ScheduleNotFound' });
      expect((await remove(id)).body).toMatchObject({ status: 404, code: 'ScheduleNotFound' });
    }
  });

  it('need the scopes of executions', async () => {
    await gateway.giveKey('ck_read', { scopes: ['executions:read'] });
    await gateway.giveKey('ck_write', { scopes: ['executions:write'] });
    const { body } = await post(inAnHour());
    const path = `${schedulesPath}/${body.scheduleId}`;
    expect((await gateway.delete(path, { 'x-api-key': 'ck_read' })).body).toMatchObject({ code: 'ScopeMissing' });
    expect((await gateway.get(path, { 'x-api-key': 'ck_write' })).body).toMatchObject({ code: 'ScopeMissing' });
    expect((await gateway.get(path, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await gateway.delete(path, { 'x-api-key': 'ck_write' })).status).toBe(200);
  });

  it('are forgotten 30 days after their end, a deleted one with its requestId', async () => {
    const call = { requestId: 'forgotten' };
    const [old, waiting] = [(await post(inAnHour(), call)).body, (await post(inAnHour())).body];
    await remove(old.scheduleId);
    const days = (count: number) =>
      sql`
      update schedules set ended_at = clock_timestamp() - ${count} * interval '1 day'
      where schedule_id = ${old.scheduleId}`.execute(gateway.database);
    const retention = schedulesRetention(gateway.database, createLogger('test', 'silent'));
    await days(29);
    await retention.sweep();
    expect((await post(inAnHour(), call)).body).toMatchObject({ code: 'RequestIdReused' });
    await days(31);
    await retention.sweep();
    expect((await read(waiting.scheduleId)).status).toBe(200);
    const again = await post(inAnHour(), call);
    expect(again.status).toBe(202);
    expect(again.body.scheduleId).not.toBe(old.scheduleId);
  });
});
