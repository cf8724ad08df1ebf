import 'reflect-metadata';
import type { CampaignDataSource } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accepted, lineupAt, startInstance, weatherAt, type Instance } from './fetcher.fixture.js';
import { json, startOutside, status, type Outside } from './outside.fixture.js';

const lineup = json({ lineup: [{ player: 'Ona' }] });
const weather = json({ weather: [{ region: 'Oslo', temperatureC: 17 }] });
const refused = { reason: 'DataSourceRefused', detail: 'Data source lineup: it answered with HTTP 404.' };

describe('a data source that failed for good', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];

  const source = (path: string, changes: Partial<CampaignDataSource> = {}): CampaignDataSource => ({
    ...lineupAt(`${outside.url}/${path}`),
    ...changes,
  });
  async function run(executionId: string, ...sources: CampaignDataSource[]): Promise<void> {
    await fetcher.publish(executionId, sources);
    await fetcher.accept(accepted(executionId, executionId));
  }
  const saidOf = (executionId: string) => published.filter(({ key }) => key === executionId);
  const said = (executionId: string, index = 0) =>
    waitFor(() => saidOf(executionId)[index], { what: `event ${index} of ${executionId}` });
  const statesOf = async (executionId: string) =>
    (await fetcher.fetchesOf(executionId)).map(({ alias, state, origin }) => [alias, state, origin]);
  const rowsOf = async (event: OwedEvent, alias = 'lineup') => {
    const { snapshots } = event.data as { snapshots: Record<string, string> };
    return fetcher.rowsOf(snapshots[alias]);
  };
  /** All that was fetched so far was fetched so long ago. */
  const age = (hours: number) =>
    fetcher.database
      .updateTable('snapshots')
      .set({ fetched_at: new Date(Date.now() - hours * 3_600_000) })
      .execute();

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    fetcher = await startInstance({ ...urls, allowedHosts: [outside.host], published });
    outside.will('/weather', weather);
  });

  beforeEach(() => fetcher.forgetHosts());

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  describe('and suspends', () => {
    it('says so, and goes on when it is resumed, with all its retries: same key, same body', async () => {
      outside.will('/suspends', status(503), status(503), status(503), lineup);
      await run(
        'suspends',
        source('suspends', { onFailure: 'suspend', policy: { retries: 1 } }),
        weatherAt(`${outside.url}/weather`),
      );
      const reason = {
        reason: 'DataSourceRefused',
        detail: 'Data source lineup: it answered with HTTP 503 (2 calls).',
      };
      expect(await said('suspends')).toMatchObject({
        topic: 'execution.progressed.v1',
        id: 'suspends:suspended:1',
        data: {
          executionId: 'suspends',
          sandbox: 'dev',
          campaignVersion: 1,
          state: 'suspended',
          suspension: 1,
          ...reason,
        },
      });
      await waitFor(async () => ((await statesOf('suspends'))[1]?.[1] === 'fetched' ? true : undefined), {
        what: 'the other fetch',
      });
      expect(await fetcher.ask('executions/suspends/fetches')).toMatchObject({
        status: 200,
        body: { state: 'fetching', fetches: [{ alias: 'lineup', state: 'suspended', ...reason, dueAt: null }, {}] },
      });

      expect(await fetcher.tell('executions/suspends/resume')).toEqual({ status: 200, body: { resumed: ['lineup'] } });
      expect((await said('suspends', 2)).topic).toBe('execution.ready.v1');
      expect(saidOf('suspends').map(({ id }) => id)).toEqual([
        'suspends:suspended:1',
        'suspends:resumed:1',
        'suspends',
      ]);
      const asked = outside.callsOf('/suspends').map(({ headers, body }) => [headers['idempotency-key'], body]);
      expect(asked).toEqual(Array.from({ length: 4 }, () => ['suspends:lineup', { params: {}, data: [] }]));
      expect((await fetcher.callsOf('suspends')).map(({ alias, attempt }) => `${alias} ${attempt}`)).toEqual([
        ...[1, 2, 3, 4].map((attempt) => `lineup ${attempt}`),
        'weather 1',
      ]);
    });

    it('again, if it fails again: the sentence tells of the calls since', async () => {
      outside.will('/again', status(404));
      await run('again', source('again', { onFailure: 'suspend' }));
      await said('again');
      await fetcher.tell('executions/again/resume');
      expect((await said('again', 2)).data).toMatchObject({ state: 'suspended', suspension: 2, ...refused });
      expect(outside.callsOf('/again')).toHaveLength(2);
    });

    it('is resumed once however often that is asked, and not where nothing is suspended', async () => {
      outside.will('/once', status(404), lineup);
      await run('once', source('once', { onFailure: 'suspend' }));
      await said('once');
      const answers = await Promise.all([1, 2, 3].map(() => fetcher.tell('executions/once/resume')));
      expect(answers.flatMap(({ body }) => body['resumed'])).toEqual(['lineup']);
      await said('once', 2);
      expect(saidOf('once').map(({ id }) => id)).toEqual(['once:suspended:1', 'once:resumed:1', 'once']);
      expect((await fetcher.tell('executions/nobody/resume')).status).toBe(404);
    });

    it('is not resumed, as an execution, while another of its fetches is suspended', async () => {
      outside.will('/two', status(404));
      const sources = ['a', 'b'].map((alias) => source('two', { alias, onFailure: 'suspend' }));
      await run('two', ...sources);
      await said('two', 1);
      await run('whole', source('works', { dataSourceId: 'ds-lineup' }));
      outside.will('/works', lineup);
      await waitFor(() => saidOf('whole')[0], { what: 'an end' });
      const { snapshots } = (await ready('whole')).data as { snapshots: Record<string, string> };
      const use = (alias: string) =>
        fetcher.tell(`executions/two/fetches/${alias}/use`, { snapshotId: snapshots['lineup'] });
      expect((await use('a')).status).toBe(200);
      expect(saidOf('two').map(({ id }) => id)).toEqual(['two:suspended:1', 'two:suspended:2']);
      expect((await use('b')).status).toBe(200);
      expect((await said('two', 3)).topic).toBe('execution.ready.v1');
      expect(saidOf('two')[2]?.id).toBe('two:resumed:2');
    });

    it('ends with the execution, when another data source fails that', async () => {
      outside.will('/ends', status(404));
      outside.will('/fails', (response, call) => {
        const isSuspended = () => saidOf('both').find(({ id }) => id === 'both:suspended:1');
        void waitFor(isSuspended, { what: 'the suspension' }).then(() => {
          status(400)(response, call);
        });
      });
      await run('both', source('ends', { onFailure: 'suspend' }), source('fails', { alias: 'other' }));
      await waitFor(() => saidOf('both').find(({ id }) => id === 'both:failed'), { what: 'the failure' });
      expect(await statesOf('both')).toEqual([
        ['lineup', 'ended', null],
        ['other', 'failed', null],
      ]);
      expect(await fetcher.tell('executions/both/resume')).toEqual({ status: 200, body: { resumed: [] } });
    });
  });

  const ready = (executionId: string) =>
    waitFor(() => saidOf(executionId).find(({ topic }) => topic === 'execution.ready.v1'), { what: executionId });

  describe('and uses a snapshot', () => {
    it('takes a copy of one of the same data source and sandbox, and no other', async () => {
      outside.will('/gone', lineup, status(404));
      await run('chosen-from', source('gone', { onFailure: 'suspend' }));
      const { snapshots } = (await ready('chosen-from')).data as { snapshots: Record<string, string> };
      await run('weather-only', weatherAt(`${outside.url}/weather`));
      const other = (await ready('weather-only')).data as { snapshots: Record<string, string> };
      await run('chooses', source('gone', { onFailure: 'suspend' }));
      await said('chooses');
      const use = (body: object, path = 'executions/chooses/fetches/lineup/use') => fetcher.tell(path, body);
      const mine = { snapshotId: snapshots['lineup'] };
      expect([
        await use({ snapshotId: other.snapshots['weather'] }),
        await use({ snapshotId: '999999' }),
        await use({ snapshotId: 7 }),
        await use({}),
        await use(mine, 'executions/chooses/fetches/nothing/use'),
        await use(mine, 'executions/chosen-from/fetches/lineup/use'),
      ]).toMatchObject([
        { status: 404, body: { code: 'SnapshotNotFound' } },
        { status: 404, body: { code: 'SnapshotNotFound' } },
        { status: 400, body: { code: 'InvalidRequest' } },
        { status: 400, body: { code: 'InvalidRequest' } },
        { status: 404, body: { code: 'FetchNotFound' } },
        { status: 409, body: { code: 'NotSuspended' } },
      ]);
      expect((await use(mine)).status).toBe(200);
      expect(await rowsOf(await ready('chooses'))).toEqual([{ lineNum: 1, player: 'Ona' }]);
      expect(await statesOf('chooses')).toEqual([['lineup', 'fetched', 'chosen']]);
      expect((await use(mine)).status).toBe(409);
    });
  });

  it('fails its execution, unless told', async () => {
    outside.will('/fail', status(404));
    await run('fail', source('fail'));
    expect((await said('fail')).data).toMatchObject({ state: 'failed', ...refused });
  });

  it('skips its execution, with the reason', async () => {
    outside.will('/skip', status(404));
    await run('skip', source('skip', { onFailure: 'skip' }));
    expect(await said('skip')).toMatchObject({ id: 'skip:skipped', data: { state: 'skipped', ...refused } });
    expect(await statesOf('skip')).toEqual([['lineup', 'skipped', null]]);
    expect((await fetcher.ask('executions/skip/fetches')).body['state']).toBe('skipped');
  });

  it('is ignored: the execution is ready without it', async () => {
    outside.will('/ignore', status(404));
    await run('ignore', source('ignore', { onFailure: 'ignore' }), weatherAt(`${outside.url}/weather`));
    const { snapshots } = (await ready('ignore')).data as { snapshots: object };
    expect(Object.keys(snapshots)).toEqual(['weather']);
    expect(await statesOf('ignore')).toEqual([
      ['lineup', 'ignored', null],
      ['weather', 'fetched', 'call'],
    ]);
    await run('ignore-alone', source('ignore', { onFailure: 'ignore' }));
    expect((await ready('ignore-alone')).data).toMatchObject({ snapshots: {} });
  });

  it('has its last good answer stand in, marked, if that is not too old and was to the same request', async () => {
    const stale = { policy: { staleIfErrorSeconds: 3_600, fallback: { lineup: [{ player: 'TBA' }] } } };
    outside.will('/stale', lineup, status(404));
    await run('fresh', source('stale', stale));
    await ready('fresh');
    await run('stale', source('stale', stale));
    expect(await rowsOf(await ready('stale'))).toEqual([{ lineNum: 1, player: 'Ona' }]);
    expect((await fetcher.ask('executions/stale/fetches')).body['fetches']).toMatchObject([
      { state: 'fetched', ...refused, snapshot: { origin: 'stale', isStale: true, rowCount: 1 } },
    ]);
    const { request } = source('stale');
    await run('other', source('stale', { ...stale, request: { ...request, params: { cup: 'final' } } }));
    expect(await rowsOf(await ready('other'))).toEqual([{ lineNum: 1, player: 'TBA' }]);
    await age(2);
    await run('too-old', source('stale', stale));
    expect(await rowsOf(await ready('too-old'))).toEqual([{ lineNum: 1, player: 'TBA' }]);
    expect(await statesOf('too-old')).toEqual([['lineup', 'fetched', 'fallback']]);
  });

  it('is handled as told where the fallback does not fit the mapping', async () => {
    outside.will('/unfit', status(404));
    await run('unfit', source('unfit', { policy: { fallback: { lineup: 'none' } }, onFailure: 'skip' }));
    expect((await said('unfit')).data).toMatchObject({ state: 'skipped', ...refused });
  });

  it('is one whose answer does not fit its schema: the pointer is told, and no value', async () => {
    outside.will('/schema', json({ lineup: [{ player: 's3cret' }] }));
    const responseSchema = { properties: { lineup: { items: { properties: { player: { maxLength: 3 } } } } } };
    await run('schema', source('schema', { policy: { responseSchema } }));
    expect((await said('schema')).data).toMatchObject({
      reason: 'DataSourceMappingFailed',
      detail: 'Data source lineup: its answer does not fit its schema: /lineup/0/player does not fit maxLength.',
    });
    expect(outside.callsOf('/schema')).toHaveLength(1);
  });

  it('tells how it was called, without what may be secret', async () => {
    outside.will('/log', status(503), lineup);
    await run('log', lineupAt(`${outside.url}/log?key=s3cret`));
    await ready('log');
    const { body } = await fetcher.ask('executions/log/fetches');
    const request = `POST ${outside.host}/log`;
    const call = {
      request,
      startedAt: expect.any(String),
      endedAt: expect.any(String),
      durationMs: expect.any(Number),
    };
    expect(body).toMatchObject({
      executionId: 'log',
      state: 'ready',
      fetches: [
        {
          alias: 'lineup',
          state: 'fetched',
          dataSourceId: 'ds-lineup',
          snapshot: { origin: 'call', isStale: false, rowCount: 1, bytes: 29, calls: 2, request },
          calls: [
            { attempt: 1, status: 503, bytes: 0, outcome: 'DataSourceRefused', ...call },
            { attempt: 2, status: 200, bytes: 29, outcome: 'Succeeded', ...call },
          ],
        },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('s3cret');
    expect((await fetcher.ask('executions/nobody/fetches')).status).toBe(404);
  });
});
