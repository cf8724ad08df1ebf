import 'reflect-metadata';
import { events, faultOf } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { marketing, reportedRecipient, startGateway, transactional, type Gateway } from './gateway-under-test.js';
import { migrations } from './migrations/index.js';
import type { Tables } from './tables.js';

interface Accepted {
  executionId: string;
  requestId: string;
}

const context = { match: { opponent: 'Rivals', kickOff: '19:00' } };

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

describe('audience executions', () => {
  let home: TestDatabase;
  let gateway: Gateway;

  const post = (body: unknown) => gateway.post<Accepted>('/ajo/im/executions/audience', body);
  const statusOf = (executionId: string) => gateway.get(`/ajo/im/executions/audience/${executionId}`);

  beforeAll(async () => {
    home = await testDatabase();
    // Nobody listens there: the manager is away.
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
    await gateway.activate([
      { id: 'm1', version: 3, body: marketing },
      { id: 'm2', body: { ...marketing, dataSources: [{ alias: 'weather' }] } },
      { id: 'm3', state: 'stopped', body: marketing },
      { id: 'm4', sandbox: 'prod', body: marketing },
      { id: 't1', body: transactional },
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

  it('are accepted with Adobe’s answer, and published as ready to run with the version that is live', async () => {
    const { status, body } = await post({ requestId: 'r-1', campaignId: 'm1', audience: { id: 'a1' }, context });
    expect(status).toBe(202);
    expect(body).toEqual({
      executionId: expect.stringMatching(/^BMA-[0-9a-f]{8}-[0-9a-f]{4}-7/),
      requestId: 'r-1',
      createdAt: expect.any(String),
      createdBy: 'ck_1',
      modifiedAt: expect.any(String),
      modifiedBy: 'ck_1',
    });
    const { executionId } = body;
    const [ready] = await published();
    expect(ready).toMatchObject({ topic: 'execution.ready.v1', id: executionId, key: executionId });
    expect(ready?.data).toEqual({
      executionId,
      sandbox: 'dev',
      campaignId: 'm1',
      campaignVersion: 3,
      acceptedAt: expect.any(String),
      context,
    });
    expect(faultOf(events.executionReady, ready?.data)).toBeUndefined();
  });

  it('are published as accepted where the campaign needs data of other systems', async () => {
    const { executionId } = (await post({ campaignId: 'm2' })).body;
    const [accepted] = await published();
    expect(accepted).toMatchObject({ topic: 'execution.accepted.v1', id: executionId, key: executionId });
    expect(accepted?.data).not.toHaveProperty('context');
    expect(faultOf(events.executionAccepted, accepted?.data)).toBeUndefined();
  });

  it('are dry runs where the call says so, and another request than in earnest', async () => {
    const call = { requestId: 'r-dry', campaignId: 'm1' };
    const { status, body } = await post({ ...call, dryRun: true });
    expect(status).toBe(202);
    const [ready] = await published();
    expect(ready?.data).toMatchObject({ executionId: body.executionId, purpose: 'dry-run' });
    expect(faultOf(events.executionReady, ready?.data)).toBeUndefined();
    expect(await post(call)).toMatchObject({ status: 422, body: { code: 'RequestIdReused' } });
    expect(await post({ campaignId: 'm1', dryRun: 'yes' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/dryRun' }] },
    });
  });

  it('are new with each call that has no requestId, and bear their own id as one', async () => {
    const answers = [await post({ campaignId: 'm1' }), await post({ campaignId: 'm1' })];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    for (const { body } of answers) expect(body.requestId).toBe(body.executionId);
    const owed = await published();
    expect(new Set(owed.map(({ id }) => id))).toEqual(new Set(answers.map(({ body }) => body.executionId)));
  });

  it('run once when the same request comes twice, and fifty times at once', async () => {
    const call = { requestId: 'r-same', campaignId: 'm1', context };
    const many = await Promise.all(Array.from({ length: 50 }, () => post(call)));
    const again = await post(call);
    expect(again.status).toBe(202);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(many.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(new Set([...many, again].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await published()).toHaveLength(1);
  });

  it('are refused when a requestId comes again with another body', async () => {
    await post({ requestId: 'r-other', campaignId: 'm1', context });
    const { status, body } = await post({ requestId: 'r-other', campaignId: 'm1', context: { match: null } });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'RequestIdReused',
      report: { additionalContext: { requestId: 'r-other', campaignId: 'm1' } },
    });
  });

  it.each([
    ['a campaign of another sandbox', { campaignId: 'm4' }, 404, 'CampaignNotFound'],
    ['a stopped campaign', { campaignId: 'm3' }, 409, 'CampaignNotLive'],
    ['a transactional campaign', { campaignId: 't1' }, 409, 'WrongCategory'],
    ['a context above 200 KB', { campaignId: 'm1', context: { text: 'x'.repeat(201 * 1024) } }, 413, 'ContextTooLarge'],
    ['an unheard-of campaign while the manager is away', { campaignId: 'm9' }, 503, 'ServiceUnavailable'],
    ['no JSON', '{', 400, 'MalformedJson'],
    ['an array', [], 400, 'InvalidRequest'],
  ])('are refused for %s', async (_, call, status, code) => {
    const answer = await post(call);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect([answer.status, answer.body]).toMatchObject([status, { status, code }]);
    expect(await published()).toEqual([]);
  });

  it.each([
    [{}, ['/campaignId']],
    [{ campaignId: 'm1\0' }, ['/campaignId']],
    [{ campaignId: 'm1', requestId: 'nul\0' }, ['/requestId']],
    [{ campaignId: 'm1', requestId: '' }, ['/requestId']],
    [{ campaignId: 'm1', requestId: null }, ['/requestId']],
    [{ campaignId: 'm1', audience: {} }, ['/audience/id']],
    [{ campaignId: 'm1', audience: { id: 'a1\0' } }, ['/audience/id']],
    [{ campaignId: 'm1', audience: { id: 'a2' } }, ['/audience/id']],
    [{ campaignId: 'm1', context: [] }, ['/context']],
    [{ campaignId: 'm1', context: null }, ['/context']],
    [{ campaignId: 'm1', context: { text: '\0' } }, ['/context/text']],
    [{ campaignId: 'm1', context: { text: '\ud800' } }, ['/context/text']],
    [{ campaignId: 'm1', schedule: null }, ['/schedule', '/schedule']],
  ])('are refused for %j, with pointers', async (call, pointers) => {
    const { status, body } = await post(call);
    expect([status, body]).toMatchObject([400, { code: 'InvalidRequest' }]);
    expect((body as unknown as { errors: object[] }).errors).toMatchObject(pointers.map((pointer) => ({ pointer })));
    expect(await published()).toEqual([]);
  });

  it('tell how far they have come: accepted, planned, ended', async () => {
    const { executionId } = (await post({ requestId: 'r-status', campaignId: 'm1' })).body;
    const known = { executionId, campaignId: 'm1', audienceId: 'a1', createdAt: expect.any(String) as unknown };
    expect(await statusOf(executionId)).toMatchObject({
      status: 200,
      body: { ...known, status: 'InProgress', counts: { ...nobody, targeted: 0, requested: 0 } },
    });
    expect((await statusOf(executionId)).body).not.toHaveProperty('targetedProfileCount');

    const run = { state: 'planned', targeted: 3 };
    gateway.reported = { counts: { ...nobody, sent: 1, failed: 0, excluded: 1 }, run, recipients: [] };
    expect((await statusOf(executionId)).body).toEqual({
      ...known,
      status: 'InProgress',
      targetedProfileCount: 3,
      counts: { ...nobody, targeted: 3, requested: 1, sent: 1, failed: 0, excluded: 1 },
    });
    gateway.reported = { counts: { ...nobody, sent: 1, failed: 1, excluded: 1 }, run, recipients: [] };
    expect((await statusOf(executionId)).body).toMatchObject({ status: 'Succeeded', counts: { requested: 0 } });
  });

  it('tell why they failed, or that there was nothing to do', async () => {
    const { executionId } = (await post({ campaignId: 'm2' })).body;
    const counts = { ...nobody };
    const end = { reason: 'DataSourceUnreachable', detail: 'weather did not answer in 10 s.' };
    gateway.reported = { counts, run: { state: 'failed', targeted: 3, ...end }, recipients: [] };
    const failed = { status: 'Failed', ...end, counts: { targeted: 3, requested: 0, failed: 3 } };
    expect((await statusOf(executionId)).body).toMatchObject(failed);
    expect((await gateway.get(`/v1/executions/${executionId}`)).body).toMatchObject(failed);
    gateway.reported = {
      counts,
      run: { state: 'skipped', reason: 'EmptyAudience', detail: 'No one.' },
      recipients: [],
    };
    expect((await statusOf(executionId)).body).toMatchObject({ status: 'Succeeded', reason: 'EmptyAudience' });
  });

  it('are shown recipient by recipient as well, page by page', async () => {
    const { executionId } = (await post({ campaignId: 'm1' })).body;
    const recipients = [{ ...reportedRecipient, ordinal: 7, namespace: 'crm', userId: 'u7' }];
    const run = { state: 'planned', targeted: 9 };
    gateway.reported = { counts: { ...nobody, sent: 8, failed: 0, excluded: 0 }, run, recipients, next: 7 };
    const { body } = await gateway.get(`/v1/executions/${executionId}?after=6&limit=1`);
    expect(body).toMatchObject({ requestId: executionId, counts: { targeted: 9, requested: 1 }, recipients, next: 7 });
    expect(gateway.askedFor).toBe(`/internal/executions/${executionId}?after=6&limit=1`);
  });

  it('are not found where they are unitary, of another sandbox, or not there', async () => {
    const recipient = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
    const unitary = { requestId: 'r-unitary', campaignId: 't1', recipients: [recipient] };
    const ofUnitary = await gateway.post<Accepted>('/ajo/im/executions/unitary', unitary);
    await gateway.database
      .insertInto('executions')
      .values({
        execution_id: 'BMA-elsewhere',
        kind: 'audience',
        sandbox: 'prod',
        campaign_id: 'm4',
        campaign_version: 1,
        purpose: null,
        request_id: 'r',
        body_hash: '',
        targeted: null,
        accepted_at: new Date(),
        accepted_by: 'ck_2',
        cancelled_at: null,
        cancelled_by: null,
      })
      .execute();
    for (const id of [ofUnitary.body.executionId, 'BMA-elsewhere', 'BMA-nobody', 'a%00b']) {
      expect(await statusOf(id)).toMatchObject({ status: 404, body: { code: 'ExecutionNotFound' } });
    }
  });

  it('stand beside the unitary executions of before', async () => {
    const older = await testDatabase();
    const logger = createLogger('test', 'silent');
    const database = openDatabase<Tables>({ url: older.url, schema: 'trigger_gateway' }, logger);
    const { '0001-executions': first } = migrations;
    await migrate(database, 'trigger_gateway', { ...(first && { '0001-executions': first }) }, logger);
    const known = { execution_id: 'UMA-1', sandbox: 'dev', campaign_id: 't1', campaign_version: 1, request_id: 'r' };
    await database
      .insertInto('executions')
      .values({
        ...known,
        body_hash: '',
        targeted: 2,
        accepted_at: new Date(),
        accepted_by: 'ck_1',
      } as Tables['executions'])
      .execute();
    await migrate(database, 'trigger_gateway', migrations, logger);
    const rows = await database.selectFrom('executions').selectAll().execute();
    expect(rows).toMatchObject([{ ...known, kind: 'unitary', targeted: 2 }]);
    await database.destroy();
    await older.drop();
  });
});
