import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { allAt, keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';
import { ServiceStandIn } from './service-stand-in.js';

const dev = keyOf('dev');
const prod = keyOf('prod');
const authorization = 'Bearer service-token';
const origin = { origin: 'call', isStale: false, contentHash: 'c0ffee', request: 'GET api.example.com/lineup' };
const times = { fetchedAt: '2026-05-01T08:00:00.000Z', confirmedAt: null };
const size = { bytes: 17, rowCount: 1, rejectedCount: 0, calls: 1 };
const fetch = {
  ...{ alias: 'lineup', state: 'fetched', dataSourceId: 'd1', waitsFor: null, dueAt: null, reason: null, detail: null },
  ...{ snapshot: { id: '7', ...origin, ...times, ...size }, calls: [] },
};
const log = { executionId: 'e1', state: 'ready', fetches: [fetch] };
const facts = {
  ...{ id: '7', dataSourceId: 'd1', executionId: 'e1', alias: 'lineup' },
  ...{ ...origin, ...times, ...size, rejected: [], rows: [{ lineNum: 1 }] },
};

let database: TestDatabase;
let manager: ManagerUnderTest;
let fetcher: ServiceStandIn;

beforeAll(async () => {
  database = await testDatabase();
  fetcher = await ServiceStandIn.start();
  manager = await startManager(database.url, undefined, allAt(fetcher.url));
  fetcher.answer('/internal/executions/e1/fetches', log);
  fetcher.answer('/internal/executions/e1/resume', { resumed: ['lineup'] });
  fetcher.answer('/internal/executions/e1/fetches/lineup/use', { snapshotId: '8' });
  fetcher.answer('/internal/executions/gone/fetches', { code: 'ExecutionNotFound' }, 404);
  fetcher.answer('/internal/snapshots/7/facts', facts);
  fetcher.answer('/internal/snapshots/9/facts', { code: 'SnapshotNotFound' }, 404);
});
beforeEach(() => {
  fetcher.asked.length = 0;
});
afterAll(async () => {
  fetcher.stop();
  await manager.stop();
  await database.drop();
});

const get = (path: string, caller = dev) => manager.call('GET', `/v1/${path}`, caller);
const post = (path: string, body: object = {}, caller = dev) => manager.call('POST', `/v1/${path}`, caller, body);

describe('what was fetched for an execution', () => {
  it('is shown as the fetcher tells it, which looks in the sandbox of the caller', async () => {
    expect(await get('executions/e1/fetches', prod)).toMatchObject({ status: 200, body: log });
    expect(fetcher.asked).toEqual([
      { method: 'GET', url: '/internal/executions/e1/fetches?sandbox=prod', authorization, body: undefined },
    ]);
  });

  it('is not there where the fetcher says so', async () => {
    expect(await get('executions/gone/fetches')).toMatchObject({ status: 404, body: { code: 'ExecutionNotFound' } });
  });

  it.each(['executions/%2e%2e/fetches', 'executions/a%00b/fetches', 'snapshots/%2e%2e', 'snapshots/%0a'])(
    'is not looked for elsewhere: %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
      expect(fetcher.asked).toEqual([]);
    },
  );

  it('goes on when it is resumed, in the sandbox of the caller', async () => {
    expect(await post('executions/e1/resume')).toMatchObject({ status: 200, body: { resumed: ['lineup'] } });
    expect(fetcher.asked).toMatchObject([{ method: 'POST', url: '/internal/executions/e1/resume?sandbox=dev' }]);
  });

  it('takes a snapshot that is chosen', async () => {
    expect(await post('executions/e1/fetches/lineup/use', { snapshotId: '7' })).toMatchObject({
      status: 200,
      body: { snapshotId: '8' },
    });
    const url = '/internal/executions/e1/fetches/lineup/use?sandbox=dev';
    expect(fetcher.asked).toMatchObject([{ url, body: { snapshotId: '7' } }]);
  });

  it('takes no snapshot whose id is none', async () => {
    const bodies = [{}, { snapshotId: 7 }, { snapshotId: 'x' }, { snapshotId: '7', sandbox: 'prod' }];
    for (const body of bodies) expect((await post('executions/e1/fetches/lineup/use', body)).status).toBe(400);
    expect(fetcher.asked).toEqual([]);
  });

  it('is left as it is with the reason that the fetcher gives', async () => {
    const problem = { code: 'NotSuspended', detail: 'The fetch is not suspended.' };
    fetcher.answer('/internal/executions/e2/fetches/lineup/use', problem, 409);
    const answer = await post('executions/e2/fetches/lineup/use', { snapshotId: '7' });
    expect(answer).toMatchObject({ status: 409, body: problem });
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});

describe('a snapshot', () => {
  it('is shown with its first rows, 50 unless told', async () => {
    expect((await get('snapshots/7')).body).toEqual(facts);
    expect((await get('snapshots/7?limit=1000')).body).toEqual(facts);
    expect(fetcher.asked.map(({ url }) => url)).toEqual([
      '/internal/snapshots/7/facts?sandbox=dev&limit=50',
      '/internal/snapshots/7/facts?sandbox=dev&limit=1000',
    ]);
  });

  it('is not there where the fetcher says so', async () => {
    expect(await get('snapshots/9')).toMatchObject({ status: 404, body: { code: 'SnapshotNotFound' } });
  });

  it.each(['1001', '-1', 'x', '', '1&limit=2'])('is not shown with a limit of %s', async (limit) => {
    expect(await get(`snapshots/7?limit=${limit}`)).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
  });
});

it.each(['executions/e1/fetches', 'snapshots/7'])('%s is for callers with a key', async (path) => {
  expect((await get(path, { ...dev, secret: 'another' })).status).toBe(401);
  expect((await get(path, { ...dev, sandbox: 'prod' })).status).toBe(403);
  expect(fetcher.asked).toEqual([]);
});

it('while the fetcher fails, all of it is refused for now', async () => {
  const answers = [
    await get('executions/ill/fetches'),
    await post('executions/ill/resume'),
    await post('executions/ill/fetches/lineup/use', { snapshotId: '7' }),
    await get('snapshots/1'),
  ];
  const refused = { status: 503, headers: { 'retry-after': '5' }, body: { code: 'ServiceUnavailable' } };
  expect(answers).toMatchObject(answers.map(() => refused));
});
