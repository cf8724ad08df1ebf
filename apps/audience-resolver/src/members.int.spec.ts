import type { RuleGroup } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { sql } from 'kysely';
import { OnExecutionReady } from './on-execution-ready.js';
import { ready, ResolverUnderTest } from './resolver-under-test.js';
import type { RunWorkers } from './run-workers.js';

const rule: RuleGroup = { combinator: 'and', rules: [] };
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('whom a run is for', () => {
  let home: TestDatabase;
  let resolver: ResolverUnderTest;
  let app: NestFastifyApplication;
  let workers: RunWorkers;

  const ask = async (executionId: string, changes: object = {}) => {
    const body = { sandbox: 'dev', campaignId: 'c1', campaignVersion: 1, acceptedAt: '2026-01-01T00:00:00Z' };
    const answer = await app.inject({
      method: 'POST',
      url: `/internal/executions/${executionId}/members`,
      headers: { 'content-type': 'application/json', traceparent },
      payload: JSON.stringify({ ...body, columns: [], ...changes }),
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const come = async (executionId: string, changes: Parameters<typeof ready>[1] = {}) => {
    await app.get(OnExecutionReady).handle([ready(executionId, changes)]);
    workers.wake();
  };
  const delivered = (executionId: string, count: number) =>
    waitFor(() => (resolver.deliveriesOf(executionId).length === count ? true : undefined), {
      what: `${count} deliveries of ${executionId}`,
    });

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    await resolver.publishCampaign('c1', { category: 'marketing', audience: { id: 'a1', kind: 'rule', rule } });
    app = await resolver.app();
    workers = resolver.newWorkers();
    workers.start();
    resolver.outbox.start();
    const cities = ['Oslo', 'Bergen', null];
    await resolver.addProfiles('dev', 'fan', 12, (index) => ({
      attributes: { home: { city: cities[index % 3] }, tier: index % 2, ...(index === 2 && { home: {} }) },
    }));
  });

  afterAll(async () => {
    await app.close();
    await resolver.stop();
    await home.drop();
  });

  it('is kept with what its execution is for, which is told when it is planned', async () => {
    expect((await ask('dry', { purpose: 'dry-run' })).body).toMatchObject({ state: 'planned', count: 12 });
    const planned = await waitFor(() => resolver.progressOf('dry')[0], { what: 'the plan' });
    expect(planned).toMatchObject({ state: 'planned', purpose: 'dry-run' });
    expect((await ask('dry', { purpose: 'fun' })).status).toBe(400);
  });

  it('is told by their number and the distinct combinations of attributes, the same at every repetition', async () => {
    const columns = ['home.city', 'tier'];
    const answer = await ask('e1', { columns });
    expect(answer).toEqual({
      status: 200,
      body: {
        state: 'planned',
        count: 12,
        rows: [
          { 'home.city': null, tier: 0 },
          { 'home.city': null, tier: 1 },
          { 'home.city': 'Bergen', tier: 0 },
          { 'home.city': 'Bergen', tier: 1 },
          { 'home.city': 'Oslo', tier: 0 },
          { 'home.city': 'Oslo', tier: 1 },
        ],
      },
    });
    expect(await ask('e1', { columns })).toEqual(answer);
    expect((await ask('e1')).body).toEqual({ state: 'planned', count: 12, rows: [] });
    expect((await ask('e1', { columns: ['nobody.has.it', 'home'] })).body['rows']).toHaveLength(4);
  });

  it('is frozen by the question, however profiles change before the run is ready', async () => {
    await resolver.addProfiles('changing', 'fan', 3);
    expect((await ask('e2', { sandbox: 'changing' })).body).toMatchObject({ count: 3 });
    expect(resolver.deliveriesOf('e2')).toEqual([]);
    await resolver.addProfiles('changing', 'late', 5);
    await come('e2', { sandbox: 'changing', snapshots: { weather: 's-1' } });
    await delivered('e2', 3);
    const chunks = resolver.published.filter(({ key }) => key === 'e2:0');
    expect(chunks).toMatchObject([{ data: { snapshots: { weather: 's-1' } } }]);
    expect(resolver.progressOf('e2')).toMatchObject([{ state: 'planned', targeted: 3 }]);
    expect((await ask('e2', { sandbox: 'changing' })).body).toMatchObject({ count: 3 });
  });

  it('may be asked after the run is ready, too', async () => {
    await come('e3');
    await delivered('e3', 12);
    expect((await ask('e3')).body).toMatchObject({ state: 'planned', count: 12 });
    expect(resolver.progressOf('e3')).toHaveLength(1);
  });

  it('is nobody where the run cannot be, and that is reported once', async () => {
    for (const turn of [1, 2]) {
      expect([turn, await ask('e4', { campaignVersion: 9 })]).toEqual([
        turn,
        { status: 200, body: { state: 'ended' } },
      ]);
    }
    const ended = await waitFor(() => resolver.progressOf('e4')[0], { what: 'the end of e4' });
    expect(ended).toMatchObject({ state: 'failed', reason: 'CampaignVersionNotFound' });
    await come('e4', { campaignVersion: 9 });
    expect((await ask('e5', { sandbox: 'nowhere' })).body).toEqual({ state: 'ended' });
    expect(resolver.progressOf('e4')).toHaveLength(1);
  });

  it('is those that the call names, with its values laid over what is stored, and plans nothing', async () => {
    const recipients = [
      { type: 'aep', namespace: 'email', userId: 'fan0@x.example', channelData: { emailAddress: 'x@y.example' } },
      { type: 'aep', namespace: 'email', userId: 'fan3@x.example', profile: { home: { city: 'Rome' } } },
      { type: 'aep', namespace: 'email', userId: 'fan6@x.example', context: { link: 'https://x' } },
      { type: 'external', namespace: 'email', userId: 'fan0@x.example', profile: { home: { city: 'Paris' } } },
      { type: 'aep', namespace: 'email', userId: 'nobody@x.example' },
    ];
    const { body } = await ask('e6', { recipients, columns: ['home.city'] });
    const cities = ['Oslo', 'Paris', 'Rome', null].map((city) => ({ 'home.city': city }));
    expect(body).toEqual({ state: 'planned', count: 5, rows: cities });
    expect(await resolver.membersOf('e6')).toEqual([]);
  });

  it('is not told while another plans the run', async () => {
    await ask('e7');
    await sql`update runs set state = 'waiting' where execution_id = 'e7'`.execute(resolver.database);
    await sql`delete from members where execution_id = 'e7'`.execute(resolver.database);
    await sql`delete from slices where execution_id = 'e7'`.execute(resolver.database);
    await resolver.database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtext('plan'), hashtext(current_schema() || 'e7'))`.execute(
        transaction,
      );
      expect(await ask('e7')).toMatchObject({ status: 503, body: { code: 'RunBeingPlanned' } });
    });
    expect(await ask('e7')).toMatchObject({ status: 200, body: { count: 12 } });
  });

  it('is not told to a question that cannot be understood', async () => {
    const recipients = Array.from({ length: 21 }, () => ({ type: 'aep', namespace: 'email', userId: 'x' }));
    for (const changes of [
      { recipients },
      { recipients: [] },
      { recipients: [{ type: 'aep', namespace: 'nul \0', userId: 'x' }] },
      { columns: ['a..b'] },
      { columns: 'city' },
      { acceptedAt: 'yesterday' },
      { campaignVersion: 0 },
      { sandbox: undefined },
    ]) {
      expect([changes, await ask('e8', changes)]).toMatchObject([changes, { status: 400 }]);
    }
    expect(await ask('nul%00')).toMatchObject({ status: 404 });
  });
});
