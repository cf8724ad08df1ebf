import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSourceDraft } from '../definition.js';
import { keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';

const path = '/v1/data-sources';
const dev = keyOf('dev');
const by = { createdBy: dev.id, updatedBy: dev.id };
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

const account = { kind: 'oauth2', tokenUrl: 'https://login.example.com/token', clientId: 'c', clientSecret: 's3cret' };
/** All that the contract knows. */
const whole = {
  name: 'Weather, whole',
  request: {
    method: 'PUT',
    url: 'https://api.example.com/weather/{{params.version}}',
    query: [{ name: 'unit', value: '{{default context.unit "C"}}' }],
    headers: [{ name: 'x-campaign', value: '{{campaign.id}}' }],
    body: '{"cities":{{{context.cities}}},"id":"{{execution.id}}"}',
    pagination: { kind: 'cursor', pointer: '/meta/next', parameter: 'cursor', maxPages: 7 },
    addCount: false,
    inboundColumns: [{ key: 'city', attribute: 'homeAddress.city' }],
    params: { version: 2 },
    timeoutMs: 5_000,
  },
  mapping: {
    mode: 'array',
    arrayPath: '/weather',
    columns: [
      {
        ...{ ...region, label: 'Region', maxLength: 100, onNull: 'default', onError: 'reject-row', default: 'none' },
        remap: {
          values: [
            { from: 'N', to: 'North' },
            { from: '?', to: null },
          ],
          otherwise: 'keep',
        },
      },
      { id: 'raw', key: 'raw', type: 'json', isIgnored: true },
    ],
    limits: { maxBytes: 1_000, maxDepth: 5, maxKeyLength: 100, maxRows: 50 },
  },
  policy: {
    ...{ retries: 5, retryStatuses: [429, 503], retryPauseMs: 500, callsPerSecond: 0.5, concurrency: 2 },
    ...{ responseSchema: { type: 'object' }, staleIfErrorSeconds: 3_600, fallback: { weather: [] } },
  },
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
/** What proves who asks, as it is kept. */
const keptOf = async (id: string) => {
  const { body } = await manager.database
    .selectFrom('definitions')
    .select('body')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return (body as DataSourceDraft).request?.auth;
};
const pointersOf = (body: Record<string, unknown>) => [
  ...new Set((body['errors'] as { pointer: string }[]).map((error) => error.pointer)),
];

describe('a data source', () => {
  it('is kept as it was sent, and nobody hears of it', async () => {
    const { status, body } = await manager.call('POST', path, dev, weather);
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), ...weather, createdAt: expect.any(String), updatedAt: body['createdAt'], ...by },
    ]);
    expect(await read(String(body['id']))).toEqual(body);
    expect(manager.published.filter(({ key }) => key.includes('data-source'))).toEqual([]);
  });

  it('may have all that there is', async () => {
    const { status, body } = await manager.call('POST', path, dev, whole);
    expect([status, body]).toEqual([201, expect.objectContaining(whole)]);
  });

  it('may still be incomplete', async () => {
    const { id, createdAt, updatedAt, ...rest } = await read(await create({ name: 'Later' }));
    expect([id, createdAt, updatedAt]).not.toContain(undefined);
    expect(rest).toEqual({ name: 'Later', ...by });
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

  it('is duplicated under another name, with all that it has', async () => {
    const id = await create({ ...weather, request: { ...weather.request, auth: account } });
    const { status, body } = await manager.call('POST', `${path}/${id}/duplicate`, dev);
    const shown = await read(id);
    expect([status, body]).toMatchObject([201, { name: 'Weather (copy)', request: shown['request'] }]);
    expect(body['id']).not.toBe(id);
    expect(await keptOf(String(body['id']))).toEqual(await keptOf(id));
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
    expect(await manager.call('POST', `${path}/${id}/duplicate`, prod)).toMatchObject(notThere);
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
    ['no URL', { url: undefined }, ['/url']],
    ['another method', { method: 'HEAD' }, ['/method']],
    ['a member nobody knows', { cookies: {} }, ['/cookies']],
    ['a host that is a template', { url: 'https://{{context.host}}/' }, ['/url']],
    ['a query that is no list', { query: 'unit=C' }, ['/query']],
    ['too many in its query', { query: many(51, (n) => ({ name: `a${n}`, value: '' })) }, ['/query']],
    ['a parameter without all', { query: [{ unit: 'C' }] }, ['/query/0/unit', '/query/0/name', '/query/0/value']],
    ['a parameter of what it does not know', { query: [{ name: 'a', value: '{{profile.a}}' }] }, ['/query/0/value']],
    ['too many headers', { headers: many(51, (n) => ({ name: `x-${n}`, value: '' })) }, ['/headers']],
    ['a reserved header', { headers: [{ name: 'Accept', value: 'text/csv' }] }, ['/headers/0/name']],
    ['a header that is none', { headers: [{ name: 'x y', value: 'a\r\nb' }] }, ['/headers/0/name', '/headers/0/value']],
    ['a header twice', { headers: many(2, (n) => ({ name: n ? 'X-A' : 'x-a', value: '' })) }, ['/headers/1/name']],
    ['a body that is no text', { body: {} }, ['/body']],
    ['a body that is no JSON', { body: 'a=1' }, ['/body']],
    ['a body for GET', { method: 'GET', body: '{}' }, ['/body']],
    ['auth of no kind', { auth: {} }, ['/auth/kind']],
    ['auth that is nothing', { auth: null }, ['/auth']],
    ['a header for auth without all', { auth: { kind: 'header' } }, ['/auth/name', '/auth/value']],
    ['a reserved header for auth', { auth: { kind: 'hmac', header: 'Host', secret: 's' } }, ['/auth/header']],
    ['a name with a colon', { auth: { kind: 'basic', username: 'a:b', password: 's' } }, ['/auth/username']],
    ['a sealed secret', { auth: { kind: 'basic', username: 'a', password: { sealed: 'x' } } }, ['/auth/password']],
    [
      'an account without all',
      { auth: { kind: 'oauth2' } },
      ['/auth/tokenUrl', '/auth/clientId', '/auth/clientSecret'],
    ],
    ['an account with more', { auth: { ...account, scope: 'a  b', grant: 'x' } }, ['/auth/grant', '/auth/scope']],
    ['a token URL with a template', { auth: { ...account, tokenUrl: '{{params.url}}' } }, ['/auth/tokenUrl']],
    ['pages of no kind', { pagination: { kind: 'offset' } }, ['/pagination/kind']],
    ['too many pages', { pagination: { kind: 'link', maxPages: 101 } }, ['/pagination/maxPages']],
    ['no cursor', { pagination: { kind: 'cursor', pointer: '' } }, ['/pagination/pointer', '/pagination/parameter']],
    ['a page before the first', { pagination: { kind: 'page', parameter: 'p', first: -1 } }, ['/pagination/first']],
    ['params of more than a million bytes', { params: { a: 'x'.repeat(1_000_000) } }, ['/params']],
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
    ['another mode', { mode: 'object' }, ['/mode']],
    ['keys that are no pointers', { mode: 'flatten', arrayPath: '' }, ['/columns/0/key', '/columns/1/key']],
    [
      'a limit beyond what is taken',
      { limits: { maxBytes: 52_428_801, maxRows: 0 } },
      ['/limits/maxBytes', '/limits/maxRows'],
    ],
    ['a limit nobody knows', { limits: { maxCells: 5 } }, ['/limits/maxCells']],
    ['a column of no length', { columns: [{ ...region, maxLength: 0 }] }, ['/columns/0/maxLength']],
    ['a blank label', { columns: [{ ...region, label: ' ' }] }, ['/columns/0/label']],
    ['no default where one is needed', { columns: [{ ...region, onError: 'default' }] }, ['/columns/0/default']],
    ['a default that is an object', { columns: [{ ...region, default: {} }] }, ['/columns/0/default']],
    [
      'handling nobody knows',
      { columns: [{ ...region, onNull: 'skip', onError: 'x' }] },
      ['/columns/0/onNull', '/columns/0/onError'],
    ],
    ['remapping from nothing', { columns: [{ ...region, remap: { values: [] } }] }, ['/columns/0/remap/values']],
    [
      'remapping twice from the same',
      { columns: [{ ...region, remap: { values: many(2, (n) => ({ from: 'a', to: n })) } }] },
      ['/columns/0/remap/values'],
    ],
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

  it.each([
    ['a member nobody knows', { backoff: 2 }, ['/backoff']],
    ['too many retries', { retries: 11 }, ['/retries']],
    ['a status that is no failure', { retryStatuses: [200] }, ['/retryStatuses']],
    ['a status twice', { retryStatuses: [500, 500] }, ['/retryStatuses']],
    ['no pause', { retryPauseMs: 0 }, ['/retryPauseMs']],
    ['no calls at all', { callsPerSecond: 0, concurrency: 0 }, ['/callsPerSecond', '/concurrency']],
    ['a schema that is none', { responseSchema: { type: 'list' } }, ['/responseSchema']],
    ['a schema that refers elsewhere', { responseSchema: { $ref: 'https://example.com/schema' } }, ['/responseSchema']],
    ['an answer older than snapshots get', { staleIfErrorSeconds: 2_592_001 }, ['/staleIfErrorSeconds']],
    ['a fallback that cannot be stored', { fallback: ['nul \0'] }, ['/fallback']],
  ])('is refused for a policy with %s', async (_, policy, pointers) => {
    expect(await refused({ name: 'x', policy })).toEqual([
      400,
      'InvalidRequest',
      pointers.map((pointer) => `/policy${pointer}`),
    ]);
  });

  it('says where a template does not parse', async () => {
    const { body } = await manager.call('POST', path, dev, {
      name: 'x',
      request: { ...asked, body: '{\n  "a": {{#if context.a}}' },
    });
    expect(body['errors']).toEqual([
      { pointer: '/request/body', detail: expect.stringMatching(/\(line and column 2:\d+\)$/) },
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
