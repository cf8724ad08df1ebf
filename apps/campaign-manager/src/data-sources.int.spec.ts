import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const path = '/v1/data-sources';
const dev = keyOf('dev');
const prod = keyOf('prod');
const asked = { method: 'POST', url: 'https://api.example.com/weather' };
const defaults = { addCount: true, inboundColumns: [], params: {}, timeoutMs: 60_000 };
const region = { id: 'region', key: 'Region name', type: 'text' };
const weather = {
  name: 'Weather',
  request: {
    ...asked,
    addCount: false,
    inboundColumns: [{ key: 'city', attribute: 'homeAddress.city' }],
    params: { unit: 'C', deep: { of: [1, null, 'é'] } },
    timeoutMs: 5_000,
  },
  mapping: { arrayPath: '/weather', columns: [region, { id: 'degrees', key: 'temp', type: 'float' }] },
};

let database: TestDatabase;
let manager: ManagerUnderTest;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const create = async (body: object): Promise<string> => {
  const { body: created } = await manager.call('POST', path, dev, body);
  return String(created['id']);
};
const read = async (id: string) => (await manager.call('GET', `${path}/${id}`, dev)).body;
const pointersOf = (body: Record<string, unknown>) => [
  ...new Set((body['errors'] as { pointer: string }[]).map((error) => error.pointer)),
];

describe('a data source', () => {
  it('is kept as it was sent, and nobody hears of it', async () => {
    const { status, body } = await manager.call('POST', path, dev, weather);
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), ...weather, createdAt: expect.any(String), updatedAt: body['createdAt'] },
    ]);
    expect(await read(String(body['id']))).toEqual(body);
    expect(manager.published.filter(({ key }) => key.includes('data-source'))).toEqual([]);
  });

  it('may still be incomplete', async () => {
    const { id, createdAt, updatedAt, ...rest } = await read(await create({ name: 'Later' }));
    expect([id, createdAt, updatedAt]).not.toContain(undefined);
    expect(rest).toEqual({ name: 'Later' });
  });

  it('has its defaults filled in', async () => {
    const id = await create({ name: 'Weather', request: asked });
    expect(await read(id)).toMatchObject({ request: { ...asked, ...defaults } });
  });

  it('is replaced whole', async () => {
    const id = await create(weather);
    const { status, body } = await manager.call('PUT', `${path}/${id}`, dev, { name: 'Other', request: asked });
    expect([status, body]).toMatchObject([200, { id, name: 'Other', request: { ...asked, ...defaults } }]);
    expect(body).not.toHaveProperty('mapping');
    expect(await read(id)).toEqual(body);
  });

  it('is found by its name, the newest first', async () => {
    const first = await create({ name: 'Twice' });
    const second = await create({ name: 'Twice' });
    const { body } = await manager.call('GET', `${path}?name=Twice`, dev);
    expect(body['dataSources']).toMatchObject([{ id: second }, { id: first }]);
  });

  it('does not exist for another sandbox', async () => {
    const id = await create({ name: 'Ours' });
    const notThere = { status: 404, body: { code: 'DataSourceNotFound' } };
    expect(await manager.call('GET', `${path}/${id}`, prod)).toMatchObject(notThere);
    expect(await manager.call('PUT', `${path}/${id}`, prod, weather)).toMatchObject(notThere);
    expect((await manager.call('GET', `${path}?name=Ours`, prod)).body).toEqual({ dataSources: [] });
    expect(await read(id)).toMatchObject({ name: 'Ours' });
  });

  it.each(['nobody', '%00'])('is not there as %s', async (id) => {
    const notThere = { status: 404, body: { code: 'DataSourceNotFound' } };
    expect(await manager.call('GET', `${path}/${id}`, dev)).toMatchObject(notThere);
    expect(await manager.call('PUT', `${path}/${id}`, dev, weather)).toMatchObject(notThere);
  });
});

describe('the body of a data source', () => {
  const refused = async (body: unknown) => {
    const answer = await manager.call('POST', path, dev, body);
    return [answer.status, answer.body['code'], pointersOf(answer.body)];
  };
  const many = <Each>(length: number, each: (n: number) => Each) => Array.from({ length }, (_, n) => each(n));

  it.each([
    ['no name', {}, ['/name']],
    ['a member nobody knows', { name: 'x', headers: [] }, ['/headers']],
    ['a request that is null', { name: 'x', request: null }, ['/request']],
    ['a mapping that is a list', { name: 'x', mapping: [] }, ['/mapping']],
  ])('is refused for %s', async (_, body, pointers) => {
    expect(await refused(body)).toEqual([400, 'InvalidRequest', pointers]);
  });

  it.each([
    ['no method and no URL', { method: undefined, url: undefined }, ['/method', '/url']],
    ['another method', { method: 'GET' }, ['/method']],
    ['a member nobody knows', { headers: {} }, ['/headers']],
    ['credentials in its URL', { url: 'https://user:secret@api.example.com/' }, ['/url']],
    ['a URL that is none', { url: 'api.example.com' }, ['/url']],
    ['a count that is neither yes nor no', { addCount: 'count' }, ['/addCount']],
    ['no time at all', { timeoutMs: 0 }, ['/timeoutMs']],
    ['more than a minute', { timeoutMs: 60_001 }, ['/timeoutMs']],
    ['a part of a millisecond', { timeoutMs: 1.5 }, ['/timeoutMs']],
    ['params that are a list', { params: [] }, ['/params']],
    ['params that are null', { params: null }, ['/params']],
    ['params that cannot be stored', { params: { a: ['nul \0'] } }, ['/params']],
    ['a column that is none', { inboundColumns: [null] }, ['/inboundColumns', '/inboundColumns/0']],
    ['a column without all', { inboundColumns: [{}] }, ['/inboundColumns/0/key', '/inboundColumns/0/attribute']],
    ['a column of no attribute', { inboundColumns: [{ key: 'a', attribute: '.' }] }, ['/inboundColumns/0/attribute']],
    [
      'a key that is there twice',
      { inboundColumns: many(2, (n) => ({ key: 'a', attribute: `a${n}` })) },
      ['/inboundColumns'],
    ],
    ['too many columns', { inboundColumns: many(51, (n) => ({ key: `a${n}`, attribute: 'a' })) }, ['/inboundColumns']],
  ])('is refused for a request with %s', async (_, changed, pointers) => {
    expect(await refused({ name: 'x', request: { ...asked, ...changed } })).toEqual([
      400,
      'InvalidRequest',
      pointers.map((pointer) => `/request${pointer}`),
    ]);
  });

  it.each([
    ['nothing', { arrayPath: undefined, columns: undefined }, ['/arrayPath', '/columns']],
    ['a path that is none', { arrayPath: 'weather' }, ['/arrayPath']],
    ['no column', { columns: [] }, ['/columns']],
    ['too many columns', { columns: many(151, (n) => ({ ...region, id: `c${n}` })) }, ['/columns']],
    ['a column that is none', { columns: [null] }, ['/columns', '/columns/0']],
    ['a column without all', { columns: [{}] }, ['/columns/0/id', '/columns/0/key', '/columns/0/type']],
    ['a member nobody knows', { columns: [{ ...region, ignore: true }] }, ['/columns/0/ignore']],
    ['an id no template can name', { columns: [{ ...region, id: 'a b' }] }, ['/columns/0/id']],
    ['the id of the line number', { columns: [{ ...region, id: 'lineNum' }] }, ['/columns/0/id']],
    ['an id that is there twice', { columns: [region, { ...region, key: 'x' }] }, ['/columns']],
    ['a key too long', { columns: [{ ...region, key: 'k'.repeat(256) }] }, ['/columns/0/key']],
    ['a type that there is not', { columns: [{ ...region, type: 'number' }] }, ['/columns/0/type']],
  ])('is refused for a mapping with %s', async (_, changed, pointers) => {
    expect(await refused({ name: 'x', mapping: { ...weather.mapping, ...changed } })).toEqual([
      400,
      'InvalidRequest',
      pointers.map((pointer) => `/mapping${pointer}`),
    ]);
  });

  it('is refused where it replaces another, which stays', async () => {
    const id = await create(weather);
    const { status, body } = await manager.call('PUT', `${path}/${id}`, dev, {
      ...weather,
      request: { ...asked, url: '' },
    });
    expect([status, pointersOf(body)]).toEqual([400, ['/request/url']]);
    expect(await read(id)).toMatchObject(weather);
  });
});
