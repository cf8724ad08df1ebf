import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { allAt, keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';
import { ServiceStandIn } from '../service-stand-in.js';

const dev = keyOf('dev');
const path = '/internal/data-sources/test';
const result = {
  ...{ ok: false, reason: 'DataSourceRefused', detail: 'it answered with HTTP 404' },
  ...{ status: 404, durationMs: 12, bytes: 0, warnings: [] },
};
const auth = { kind: 'basic', username: 'ada', password: 's3cret' };
const weather = {
  name: 'Weather',
  request: { url: 'https://api.example.com/weather', auth },
  mapping: { arrayPath: '', columns: [{ id: 'region', key: 'region', type: 'text' }] },
};

let database: TestDatabase;
let manager: ManagerUnderTest;
let fetcher: ServiceStandIn;

beforeAll(async () => {
  database = await testDatabase();
  fetcher = await ServiceStandIn.start();
  manager = await startManager(database.url, undefined, allAt(fetcher.url));
});
beforeEach(() => {
  fetcher.asked.length = 0;
  fetcher.answer(path, result);
});
afterAll(async () => {
  fetcher.stop();
  await manager.stop();
  await database.drop();
});

const create = async (body: object): Promise<string> => {
  const { body: created } = await manager.call('POST', '/v1/data-sources', dev, body);
  return String(created['id']);
};
const test = (id: string, body: object = {}, caller = dev) =>
  manager.call('POST', `/v1/data-sources/${id}/test`, caller, body);

describe('a test of a data source', () => {
  it("is the fetcher's, with the draft, its sealed secret and the samples; its answer is shown", async () => {
    const samples = { context: { team: 'blue' }, params: { leg: 2 }, members: [{ 'homeAddress.city': 'Oslo' }] };
    expect(await test(await create(weather), samples)).toMatchObject({ status: 200, body: result });
    const { url } = weather.request;
    const password = { sealed: expect.any(String), host: 'api.example.com:443' };
    const request = { method: 'POST', url, auth: { ...auth, password } };
    expect(fetcher.asked).toMatchObject([
      {
        method: 'POST',
        url: path,
        authorization: 'Bearer service-token',
        body: { sandbox: 'dev', name: 'Weather', request, mapping: weather.mapping, ...samples },
      },
    ]);
    expect(JSON.stringify(fetcher.asked)).not.toContain('s3cret');
  });

  it('needs a request, and no mapping', async () => {
    const { request, ...rest } = weather;
    expect(await test(await create(rest))).toMatchObject({ status: 422, body: { code: 'RequestMissing' } });
    expect(fetcher.asked).toEqual([]);
    expect((await test(await create({ name: 'No mapping', request }))).status).toBe(200);
  });

  it('is not there for another sandbox', async () => {
    const id = await create(weather);
    const answer = await test(id, {}, keyOf('prod'));
    expect(answer).toMatchObject({ status: 404, body: { code: 'DataSourceNotFound' } });
    expect(fetcher.asked).toEqual([]);
  });

  it.each([
    ['context', { context: [] }, '/context'],
    ['params', { params: 1 }, '/params'],
    ['members', { members: ['Ada'] }, '/members'],
    ['too many members', { members: Array.from({ length: 101 }, () => ({})) }, '/members'],
    ['a member of another name', { sandbox: 'prod' }, '/sandbox'],
  ])('is refused for %s that may not be', async (_, body, pointer) => {
    const answer = await test(await create(weather), body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidRequest', errors: [{ pointer }] } });
    expect(fetcher.asked).toEqual([]);
  });

  it('is refused for now while the fetcher fails', async () => {
    fetcher.answer(path, {}, 500);
    expect(await test(await create(weather))).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { code: 'ServiceUnavailable' },
    });
  });
});
