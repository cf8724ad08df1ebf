import 'reflect-metadata';
import { DependencyUnavailable } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { doorTo } from './door.fixture.js';
import { accepted, lineupAt, startInstance, traceparent, weatherAt, type Instance } from './fetcher.fixture.js';
import { json, startOutside, status, type Outside } from './outside.fixture.js';

const weather = {
  weather: [
    { region: 'Madrid', temperatureC: 31 },
    { region: 'Oslo', temperatureC: 17 },
  ],
};
const lineup = { lineup: [{ player: 'Ona' }, { player: 'Aitana' }] };
const cities = [{ 'homeAddress.city': 'Madrid' }, { 'homeAddress.city': 'Oslo' }];
const planned = { state: 'planned', count: 1_000, rows: cities };
const membersOf = (executionId: string) => `/internal/executions/${executionId}/members`;

describe('the data fetcher', () => {
  let home: TestDatabase;
  let outside: Outside;
  let resolver: Outside;
  let manager: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];

  const start = (changes: object = {}) =>
    startInstance({
      databaseUrl: home.url,
      resolverUrl: resolver.url,
      managerUrl: manager.url,
      allowedHosts: [outside.host],
      published,
      ...changes,
    });
  const saidOf = (executionId: string) => published.filter(({ key }) => key === executionId);
  const said = (executionId: string) => waitFor(() => saidOf(executionId)[0], { what: `an event of ${executionId}` });
  const byCity = () =>
    weatherAt(`${outside.url}/weather?key=s3cret`, {
      addCount: true,
      inboundColumns: [{ key: 'region', attribute: 'homeAddress.city' }],
      params: { units: 'metric' },
    });
  const stateOf = async (executionId: string) => {
    const { database } = fetcher;
    const of = (table: 'executions' | 'fetches') =>
      database.selectFrom(table).select('state').where('execution_id', '=', executionId).execute();
    const states = (rows: { state: string }[]) => rows.map(({ state }) => state);
    return { execution: states(await of('executions')), fetches: states(await of('fetches')) };
  };

  beforeAll(async () => {
    home = await testDatabase();
    [outside, resolver, manager] = await Promise.all([startOutside(), startOutside(), startOutside()]);
    outside.will('/weather', json(weather));
    outside.will('/lineup', json(lineup));
    fetcher = await start();
    await fetcher.publish('match-day', [byCity(), lineupAt(`${outside.url}/lineup`)]);
    await fetcher.publish('lineup', [lineupAt(`${outside.url}/lineup`)]);
    await fetcher.publish('weather', [byCity()]);
    await fetcher.publish('nothing', []);
  });

  afterAll(async () => {
    await fetcher.stop();
    for (const server of [outside, resolver, manager]) server.close();
    await home.drop();
  });

  it('calls each data source once, keeps its answer, and says that the execution is ready', async () => {
    resolver.will(membersOf('BMA-works'), json(planned));
    const event = accepted('BMA-works', 'match-day', { context: { cup: 'final' } });
    expect(await fetcher.accept(event)).toEqual([{ kind: 'done' }]);
    const ready = await said('BMA-works');
    const ids = { weather: expect.stringMatching(/^\d+$/), lineup: expect.stringMatching(/^\d+$/) };
    expect(ready).toMatchObject({ topic: 'execution.ready.v1', id: 'BMA-works', key: 'BMA-works' });
    expect(ready.data).toEqual({ ...event.data, snapshots: ids });
    expect(ready.traceparent).toContain(traceparent.slice(3, 35));
    expect(outside.calls.map(({ path }) => path).toSorted()).toEqual(['/lineup', '/weather']);

    const { snapshots } = ready.data as { snapshots: Record<string, string> };
    expect(await fetcher.rowsOf(snapshots['weather'])).toEqual([
      { lineNum: 1, city: 'Madrid', temperature: 31 },
      { lineNum: 2, city: 'Oslo', temperature: 17 },
    ]);
    expect(
      await fetcher.database.selectFrom('snapshots').selectAll().where('alias', '=', 'weather').execute(),
    ).toMatchObject([
      {
        sandbox: 'dev',
        data_source_id: 'ds-weather',
        row_count: 2,
        bytes: JSON.stringify(weather).length,
        content_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        calls: 1,
      },
    ]);
    expect(await stateOf('BMA-works')).toEqual({ execution: ['ready'], fetches: ['fetched', 'fetched'] });
  });

  it('tells the resolver which attributes it needs, and the data source what they are (B-30)', () => {
    expect(resolver.callsOf(membersOf('BMA-works')).map(({ body, headers }) => [body, headers.authorization])).toEqual([
      [
        {
          sandbox: 'dev',
          campaignId: 'match-day',
          campaignVersion: 1,
          acceptedAt: '2026-06-12T16:00:00.000Z',
          columns: ['homeAddress.city'],
        },
        'Bearer token',
      ],
    ]);
    const [call] = outside.callsOf('/weather');
    expect(call?.body).toEqual({
      params: { units: 'metric', count: 1_000 },
      data: [{ region: 'Madrid' }, { region: 'Oslo' }],
    });
    expect(call?.headers).toMatchObject({
      accept: 'application/json, application/x-ndjson;q=0.9, text/csv;q=0.8',
      'content-type': 'application/json',
      'idempotency-key': 'BMA-works:weather',
      'user-agent': expect.stringContaining('Clarion'),
      traceparent: expect.stringContaining(traceparent.slice(3, 35)),
    });
    expect(outside.callsOf('/lineup')[0]?.body).toEqual({ params: {}, data: [] });
  });

  it('does all of it once when an execution comes twice, in one batch and later', async () => {
    const before = outside.callsOf('/lineup').length;
    const event = accepted('UMA-twice', 'lineup', {
      recipients: [{ type: 'aep', namespace: 'email', userId: 'a@b.c' }],
    });
    expect(await fetcher.accept(event, event)).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    await said('UMA-twice');
    expect(await fetcher.accept(event)).toEqual([{ kind: 'done' }]);
    // What was accepted later has ended by now, so the repeat would have begun.
    await fetcher.accept(accepted('UMA-after-twice', 'lineup'));
    await said('UMA-after-twice');
    expect(outside.callsOf('/lineup')).toHaveLength(before + 2);
    expect(saidOf('UMA-twice')).toHaveLength(1);
    expect(resolver.callsOf(membersOf('UMA-twice'))).toEqual([]);
  });

  it('asks for the members of a call that names its recipients', async () => {
    const recipients = [{ type: 'aep' as const, namespace: 'email', userId: 'a@b.c', profile: { homeAddress: {} } }];
    resolver.will(membersOf('UMA-named'), json({ state: 'planned', count: 1, rows: [{ 'homeAddress.city': null }] }));
    await fetcher.accept(accepted('UMA-named', 'weather', { recipients }));
    expect((await said('UMA-named')).data).toMatchObject({ recipients });
    expect(resolver.callsOf(membersOf('UMA-named'))).toMatchObject([{ body: { recipients } }]);
    expect(outside.callsOf('/weather').at(-1)?.body).toMatchObject({ params: { count: 1 }, data: [{ region: null }] });
  });

  it('waits for the resolver, and goes on once it is back', async () => {
    const port = await freePort();
    const alone = await start({ resolverUrl: `http://127.0.0.1:${port}` });
    await fetcher.stopWorking();
    try {
      const before = outside.callsOf('/weather').length;
      await alone.accept(accepted('BMA-waits', 'weather'));
      const failedOnce = async () => {
        const row = await alone.database
          .selectFrom('fetches')
          .selectAll()
          .where('alias', '=', 'weather')
          .where('state', '=', 'waiting')
          .executeTakeFirst();
        return row && row.claims > 0 && row.lease_id === null ? row : undefined;
      };
      await waitFor(failedOnce, { what: 'the fetch to be given back' });
      expect([saidOf('BMA-waits'), outside.callsOf('/weather').length]).toEqual([[], before]);
      const back = await startOutside(port);
      back.will(membersOf('BMA-waits'), json(planned));
      expect(await said('BMA-waits')).toMatchObject({ topic: 'execution.ready.v1' });
      back.close();
    } finally {
      await alone.stop();
      await fetcher.stop();
      fetcher = await start();
    }
  });

  it('drops an execution whose run the resolver has ended: nothing is called, nothing is said', async () => {
    const before = outside.calls.length;
    resolver.will(membersOf('BMA-ended'), json({ state: 'ended' }));
    await fetcher.accept(accepted('BMA-ended', 'weather'));
    const ended = await waitFor(
      async () => {
        const state = await stateOf('BMA-ended');
        return state.execution[0] === 'ended' ? state : undefined;
      },
      { what: 'the end' },
    );
    expect(ended.fetches).toEqual(['ended']);
    expect([outside.calls.length, saidOf('BMA-ended')]).toEqual([before, []]);
  });

  it('says that an execution has failed when its campaign has no such version, once', async () => {
    const webhooks = { requestId: 'order-7' };
    const event = accepted('BMA-version', 'unheard-of', { campaignVersion: 7, webhooks });
    expect(await fetcher.accept(event, accepted('BMA-beside', 'lineup'), event)).toEqual([
      { kind: 'done' },
      { kind: 'done' },
      { kind: 'done' },
    ]);
    expect(await said('BMA-version')).toMatchObject({
      topic: 'execution.progressed.v1',
      id: 'BMA-version:failed',
      data: {
        executionId: 'BMA-version',
        sandbox: 'dev',
        campaignId: 'unheard-of',
        campaignVersion: 7,
        state: 'failed',
        reason: 'CampaignVersionNotFound',
        detail: 'Campaign unheard-of has no version 7.',
        webhooks,
      },
    });
    expect(await said('BMA-beside')).toMatchObject({ topic: 'execution.ready.v1' });
    expect(saidOf('BMA-version')).toHaveLength(1);
  });

  it('asks for a retry of that event alone whose version it cannot ask for', async () => {
    manager.will('/internal/definitions/campaign/later/versions/1', status(503));
    const outcomes = await fetcher.accept(accepted('BMA-later', 'later'), accepted('BMA-now', 'lineup'));
    expect(outcomes).toEqual([{ kind: 'retry', reason: 'campaign-manager does not answer' }, { kind: 'done' }]);
    await said('BMA-now');
    expect(await stateOf('BMA-later')).toEqual({ execution: [], fetches: [] });
  });

  it('passes on at once what needs no data', async () => {
    await fetcher.accept(accepted('BMA-nothing', 'nothing'));
    expect(await said('BMA-nothing')).toMatchObject({ topic: 'execution.ready.v1', data: { snapshots: {} } });
  });

  it('refuses an execution whose id no header holds', async () => {
    const outcomes = await fetcher.accept(accepted('BMA-\n', 'lineup'));
    expect(outcomes).toEqual([{ kind: 'reject', reason: 'its executionId cannot stand in a header' }]);
  });

  it('says that Postgres is away, so that the batch waits', async () => {
    const door = await doorTo(home.url);
    const alone = await start({ databaseUrl: door.url });
    door.shut();
    await expect(alone.accept(accepted('BMA-away', 'lineup'))).rejects.toBeInstanceOf(DependencyUnavailable);
    await alone.stop();
    door.close();
  });

  it.each(['0', '999999999', 'x', '1%00', '99999999999999999999'])('knows no snapshot %s', async (id) => {
    expect(await fetcher.ask(`snapshots/${id}/rows`)).toMatchObject({
      status: 404,
      body: { code: 'SnapshotNotFound' },
    });
  });

  it.each([
    ['none', []],
    ['one', [{ lineNum: 1, code: 'GOAL-1\n', nested: [{ å: null }, '\u2028'] }]],
    ['many', Array.from({ length: 3_000 }, (_, index) => ({ lineNum: index + 1, code: `GOAL-${index}`.padEnd(50) }))],
  ])('gives the rows of a snapshot one a line: %s', async (alias, rows) => {
    const { snapshot_id: id } = await fetcher.database
      .insertInto('snapshots')
      .values({
        execution_id: 'BMA-rows',
        alias,
        sandbox: 'dev',
        data_source_id: 'ds',
        rows: JSON.stringify(rows),
        row_count: rows.length,
        bytes: 0,
        content_hash: '',
        calls: 1,
        origin: 'call',
      })
      .returning('snapshot_id')
      .executeTakeFirstOrThrow();
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    expect(await fetcher.read(`snapshots/${id}/rows`)).toEqual({ type: 'application/x-ndjson', text });
  });
});
