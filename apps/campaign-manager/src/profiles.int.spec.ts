import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const dev = keyOf('dev');
const profiles = [
  {
    identities: [{ namespace: 'crmId', userId: 'u1' }],
    attributes: { person: { name: { firstName: 'Ada' } } },
    language: 'en',
  },
  {
    identities: [
      { namespace: 'crmId', userId: 'u2' },
      { namespace: 'email', userId: 'b@example.com' },
    ],
    attributes: {},
  },
];

let database: TestDatabase;
let manager: ManagerUnderTest;
let port: number;
let resolver: Server | undefined;

beforeAll(async () => {
  database = await testDatabase();
  port = await freePort();
  manager = await startManager(database.url, `http://127.0.0.1:${port}`);
});
afterEach(() => {
  resolver?.closeAllConnections();
  resolver?.close();
  resolver = undefined;
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

interface Asked {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** A resolver that answers everything alike, and the requests that it got. */
async function resolverAnswers(status: number, answer: unknown): Promise<Asked[]> {
  const asked: Asked[] = [];
  resolver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url, headers } = request;
      asked.push({ url, headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  resolver.listen(port, '127.0.0.1');
  await once(resolver, 'listening');
  return asked;
}
const send = (body: unknown, headers?: Record<string, string>) =>
  manager.call('POST', '/v1/profiles', dev, body, headers);

describe('profiles', () => {
  it('are handed on to the resolver as they are, in the sandbox of the caller and in their trace', async () => {
    const asked = await resolverAnswers(200, { upserted: 2 });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { status, body } = await send({ profiles }, { traceparent });
    expect([status, body]).toEqual([200, { upserted: 2 }]);
    expect(asked).toMatchObject([{ url: '/internal/profiles', headers: { authorization: 'Bearer service-token' } }]);
    expect(asked[0]?.body).toEqual({ sandbox: 'dev', profiles });
    expect(asked[0]?.headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
  });

  it('are refused for now while the resolver is away', async () => {
    expect(await send({ profiles })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { code: 'ServiceUnavailable' },
    });
  });

  it('are refused for now while the resolver fails', async () => {
    await resolverAnswers(503, { code: 'DependencyUnavailable' });
    expect(await send({ profiles })).toMatchObject({ status: 503, body: { code: 'ServiceUnavailable' } });
  });

  it('are refused with the reason that the resolver gives', async () => {
    const errors = [{ pointer: '/profiles/1/identities', detail: 'email b@example.com belongs to another profile' }];
    await resolverAnswers(409, { code: 'IdentityTaken', detail: 'Nothing was changed.', errors });
    expect(await send({ profiles })).toMatchObject({
      status: 409,
      body: { code: 'IdentityTaken', detail: 'Nothing was changed.', errors },
    });
  });

  it('do not tell a caller to mind our own service token', async () => {
    await resolverAnswers(401, { code: 'Unauthorized' });
    expect(await send({ profiles })).toMatchObject({ status: 500, body: { code: 'InternalError' } });
  });

  it.each([
    ['no profile', { profiles: [] }, '/profiles'],
    ['too many', { profiles: Array.from({ length: 1_001 }, () => profiles[0]) }, '/profiles'],
    ['a sandbox of their choice', { profiles, sandbox: 'prod' }, '/sandbox'],
    ['no identity', { profiles: [{ identities: [], attributes: {} }] }, '/profiles/0/identities'],
    ['no attributes', { profiles: [{ identities: [{ namespace: 'a', userId: 'b' }] }] }, '/profiles/0/attributes'],
    ['a language that is none', { profiles: [{ ...profiles[0], language: 'en_US' }] }, '/profiles/0/language'],
    [
      'a blank user id',
      { profiles: [{ identities: [{ namespace: 'a', userId: ' ' }], attributes: {} }] },
      '/profiles/0/identities/0/userId',
    ],
  ])('are refused for %s, and the resolver hears nothing', async (_, body, pointer) => {
    const asked = await resolverAnswers(200, { upserted: 0 });
    expect(await send(body)).toMatchObject({ status: 400, body: { code: 'InvalidRequest', errors: [{ pointer }] } });
    expect(asked).toEqual([]);
  });
});
