import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { allAt, keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';
import { ServiceStandIn } from './service-stand-in.js';

const dev = keyOf('dev');
const path = '/internal/dead-letters';
const [newest, middle, oldest] = ['03', '02', '01'].map((start) => `${start}97748d-9c00-7000-8000-0029c3a1b2c4`) as [
  string,
  string,
  string,
];

const letter = (id: string) => ({
  ...{ id, group: 'g', topic: 't', partition: 0, offset: '1', key: 'k', eventId: 'e', eventType: 't', attempts: 3 },
  ...{ errorClass: 'TypeError', reason: 'x is undefined', failedAt: '2026-05-01T08:00:00.000Z', state: 'open' },
});

let database: TestDatabase;
let manager: ManagerUnderTest;
let feedback: ServiceStandIn;
let fetcher: ServiceStandIn;
let others: ServiceStandIn;

beforeAll(async () => {
  database = await testDatabase();
  [feedback, fetcher, others] = await Promise.all([
    ServiceStandIn.start(),
    ServiceStandIn.start(),
    ServiceStandIn.start(),
  ]);
  const urls = { ...allAt(others.url), feedback: feedback.url, 'data-fetcher': fetcher.url };
  manager = await startManager(database.url, undefined, urls);
});
beforeEach(() => {
  for (const service of [feedback, fetcher, others]) service.asked.length = 0;
  feedback.answer(path, { deadLetters: [letter(newest), letter(oldest)], open: 2 });
  fetcher.answer(path, { deadLetters: [letter(middle)], open: 1 });
  others.answer(path, { deadLetters: [], open: 0 });
});
afterAll(async () => {
  for (const service of [feedback, fetcher, others]) service.stop();
  await manager.stop();
  await database.drop();
});

const get = (rest = '') => manager.call('GET', `/v1/dead-letters${rest}`, dev);
const post = (change: string, body: unknown) => manager.call('POST', `/v1/dead-letters/${change}`, dev, body);

describe('dead letters', () => {
  it('of all services come newest first, each with its service, for the sandbox of the caller', async () => {
    expect(await get('?topic=t&limit=50')).toMatchObject({
      status: 200,
      body: {
        deadLetters: [
          { service: 'feedback', id: newest },
          { service: 'data-fetcher', id: middle },
          { service: 'feedback', id: oldest },
        ],
        open: 3,
        unavailable: [],
      },
    });
    expect(others.asked).toHaveLength(3);
    expect(feedback.asked).toMatchObject([{ method: 'GET', authorization: 'Bearer service-token' }]);
    const { searchParams } = new URL(feedback.asked[0]?.url ?? '', feedback.url);
    expect(Object.fromEntries(searchParams)).toEqual({ topic: 't', limit: '50', sandbox: 'dev' });
  });

  it('of one service are asked from that one alone', async () => {
    expect((await get('?service=data-fetcher')).body).toEqual({
      deadLetters: [{ service: 'data-fetcher', ...letter(middle) }],
      open: 1,
      unavailable: [],
    });
    expect(feedback.asked).toEqual([]);
  });

  it('say whose are missing because the service does not answer', async () => {
    others.answer(path, {}, 503);
    const { status, body } = await get();
    expect([status, body['unavailable']]).toEqual([
      200,
      ['trigger-gateway', 'audience-resolver', 'channel-dispatcher'],
    ]);
    expect(body['deadLetters']).toHaveLength(3);
  });

  it('are not another sandbox’s, whatever the caller asks for', async () => {
    await get('?sandbox=prod');
    expect(feedback.asked[0]?.url).toContain('sandbox=dev');
    expect(feedback.asked[0]?.url).not.toContain('prod');
  });

  it.each(['?limit=0', '?state=lost', '?service=playground', '?after=1', '?topic=a&topic=b'])(
    'are refused where the query cannot be understood: %s',
    async (query) => {
      expect(await get(query)).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
      expect(feedback.asked).toEqual([]);
    },
  );

  it('are shown one by one, with all that they say', async () => {
    feedback.answer(`${path}/${newest}`, { ...letter(newest), headers: {}, value: '{' });
    expect(await get(`/feedback/${newest}`)).toMatchObject({
      status: 200,
      body: { service: 'feedback', id: newest, value: '{' },
    });
    expect(feedback.asked).toMatchObject([{ url: `${path}/${newest}?sandbox=dev` }]);
  });

  it('are not found where there is no such service or letter', async () => {
    fetcher.answer(`${path}/${newest}`, { code: 'DeadLetterNotFound' }, 404);
    for (const wrong of [`/data-fetcher/${newest}`, `/playground/${newest}`, '/feedback/..%2F..%2Fexecutions']) {
      expect(await get(wrong)).toMatchObject({ status: 404, body: { code: 'DeadLetterNotFound' } });
    }
    expect(feedback.asked).toEqual([]);
  });

  it.each(['replay', 'discard'])('can be named one by one for a %s', async (change) => {
    feedback.answer(`${path}/${change}`, { count: 2 });
    const ids = [newest, oldest];
    expect(await post(change, { service: 'feedback', ids })).toMatchObject({
      status: 200,
      body: { count: 2, unavailable: [] },
    });
    expect(feedback.asked).toMatchObject([{ method: 'POST', body: { ids, sandbox: 'dev' } }]);
    expect(others.asked).toEqual([]);
  });

  it.each(['replay', 'discard'])('are all that match for a %s, in every service that answers', async (change) => {
    feedback.answer(`${path}/${change}`, { count: 2 });
    fetcher.answer(`${path}/${change}`, { count: 3 });
    others.answer(`${path}/${change}`, {}, 503);
    expect((await post(change, { match: { errorClass: 'TypeError' } })).body).toEqual({
      count: 5,
      unavailable: ['trigger-gateway', 'audience-resolver', 'channel-dispatcher'],
    });
    expect(fetcher.asked).toMatchObject([{ body: { match: { errorClass: 'TypeError' }, sandbox: 'dev' } }]);
  });

  it('are not said to be replayed while the service that has them is away', async () => {
    feedback.answer(`${path}/replay`, {}, 503);
    const answer = await post('replay', { service: 'feedback', match: {} });
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { code: 'ServiceUnavailable' },
    });
  });

  it.each([
    ['ids of no service', { ids: [newest] }, '/service'],
    ['a service that there is not', { service: 'playground', match: {} }, '/service'],
    ['another sandbox', { match: {}, sandbox: 'prod' }, '/sandbox'],
    ['a typo', { match: { errorclass: 'TypeError' } }, '/match/errorclass'],
    ['nothing', undefined, ''],
  ])('are not replayed for %s', async (_, body, pointer) => {
    expect(await post('replay', body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    for (const service of [feedback, fetcher, others]) expect(service.asked).toEqual([]);
  });

  it('are for whoever has a key', async () => {
    const stranger = { ...dev, secret: 'guessed' };
    expect(await manager.call('GET', '/v1/dead-letters', stranger)).toMatchObject({ status: 401 });
  });
});
