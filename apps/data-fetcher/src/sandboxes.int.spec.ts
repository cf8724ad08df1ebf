import 'reflect-metadata';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { json, startOutside, status, type Outside } from './outside.fixture.js';

const players = Array.from({ length: 60 }, (_, index) => ({ player: `Player ${index + 1}` }));

describe('what was fetched, looked at from a sandbox', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  let snapshotId: string;
  const published: OwedEvent[] = [];

  const said = (id: string) => waitFor(() => published.find((event) => event.id === id), { what: id });
  const stateOf = async (executionId: string) => (await fetcher.fetchesOf(executionId)).map(({ state }) => state);

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    fetcher = await startInstance({ ...urls, allowedHosts: [outside.host], published });
    outside.will('/lineup', json({ lineup: players }));
    await fetcher.publish('good', [lineupAt(`${outside.url}/lineup?key=s3cret`)]);
    await fetcher.accept(accepted('good', 'good'));
    const ready = await waitFor(() => published.find(({ key }) => key === 'good'), { what: 'the answer' });
    snapshotId = (ready.data as { snapshots: Record<string, string> }).snapshots['lineup'] ?? '';
    outside.will('/gone', status(404));
    await fetcher.publish('waits', [{ ...lineupAt(`${outside.url}/gone`), onFailure: 'suspend' }]);
    await fetcher.accept(accepted('waits', 'waits'));
    await said('waits:suspended:1');
  });

  beforeEach(() => fetcher.forgetHosts());

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  it('is there in its own only', async () => {
    expect((await fetcher.ask('executions/good/fetches?sandbox=dev')).body).toMatchObject({ executionId: 'good' });
    expect(await fetcher.ask('executions/good/fetches?sandbox=prod')).toMatchObject({
      status: 404,
      body: { code: 'ExecutionNotFound' },
    });
    expect((await fetcher.ask('executions/good/fetches?sandbox=dev&sandbox=prod')).status).toBe(400);
  });

  it('is changed from its own only', async () => {
    const use = (sandbox: string) =>
      fetcher.tell(`executions/waits/fetches/lineup/use?sandbox=${sandbox}`, { snapshotId });
    expect(await fetcher.tell('executions/waits/resume?sandbox=prod')).toMatchObject({
      status: 404,
      body: { code: 'ExecutionNotFound' },
    });
    expect(await use('prod')).toMatchObject({ status: 404, body: { code: 'FetchNotFound' } });
    expect(await stateOf('waits')).toEqual(['suspended']);
    expect((await use('dev')).status).toBe(200);
    expect(await stateOf('waits')).toEqual(['fetched']);
  });

  it('tells the facts of a snapshot and its first rows, without what may be secret', async () => {
    const { body } = await fetcher.ask(`snapshots/${snapshotId}/facts?sandbox=dev&limit=2`);
    expect(body).toEqual({
      id: snapshotId,
      dataSourceId: 'ds-lineup',
      executionId: 'good',
      alias: 'lineup',
      origin: 'call',
      isStale: false,
      fetchedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      confirmedAt: null,
      bytes: Buffer.byteLength(JSON.stringify({ lineup: players })),
      rowCount: 60,
      rejectedCount: 0,
      rejected: [],
      calls: 1,
      request: `POST ${outside.host}/lineup`,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      rows: [
        { lineNum: 1, player: 'Player 1' },
        { lineNum: 2, player: 'Player 2' },
      ],
    });
  });

  it.each([
    ['of another sandbox', 'sandbox=prod&limit=50', 404],
    ['without a sandbox', 'limit=50', 400],
    ['with more rows than there may be', 'sandbox=dev&limit=1001', 400],
    ['with a number of rows that is none', 'sandbox=dev&limit=x', 400],
  ])('tells no facts of a snapshot %s', async (_, query, code) => {
    expect((await fetcher.ask(`snapshots/${snapshotId}/facts?${query}`)).status).toBe(code);
  });
});
