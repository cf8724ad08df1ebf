import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';
import { ResolverStandIn } from './resolver-stand-in.js';

const dev = keyOf('dev');
const profiles = [
  {
    identities: [{ namespace: 'crmId', userId: 'u1' }],
    attributes: { person: { name: { firstName: 'Ada' } } },
    language: 'en',
    consents: { email: false },
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
let resolver: ResolverStandIn;

beforeAll(async () => {
  database = await testDatabase();
  resolver = new ResolverStandIn(await freePort());
  manager = await startManager(database.url, resolver.url);
});
afterEach(() => {
  resolver.goAway();
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const send = (body: unknown, headers?: Record<string, string>) =>
  manager.call('POST', '/v1/profiles', dev, body, headers);

describe('profiles', () => {
  it('are handed on to the resolver as they are, in the sandbox of the caller and in their trace', async () => {
    const asked = await resolver.answers(200, { upserted: 2 });
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
    await resolver.answers(503, { code: 'DependencyUnavailable' });
    expect(await send({ profiles })).toMatchObject({ status: 503, body: { code: 'ServiceUnavailable' } });
  });

  it('are refused with the reason that the resolver gives', async () => {
    const errors = [{ pointer: '/profiles/1/identities', detail: 'email b@example.com belongs to another profile' }];
    await resolver.answers(409, { code: 'IdentityTaken', detail: 'Nothing was changed.', errors });
    expect(await send({ profiles })).toMatchObject({
      status: 409,
      body: { code: 'IdentityTaken', detail: 'Nothing was changed.', errors },
    });
  });

  it('do not tell a caller to mind our own service token', async () => {
    await resolver.answers(401, { code: 'Unauthorized' });
    expect(await send({ profiles })).toMatchObject({ status: 503, body: { code: 'ServiceUnavailable' } });
  });

  it.each([
    ['no profile', { profiles: [] }, '/profiles'],
    ['too many', { profiles: Array.from({ length: 1_001 }, () => profiles[0]) }, '/profiles'],
    ['a sandbox of their choice', { profiles, sandbox: 'prod' }, '/sandbox'],
    ['no identity', { profiles: [{ identities: [], attributes: {} }] }, '/profiles/0/identities'],
    ['no attributes', { profiles: [{ identities: [{ namespace: 'a', userId: 'b' }] }] }, '/profiles/0/attributes'],
    ['a language that is none', { profiles: [{ ...profiles[0], language: 'en_US' }] }, '/profiles/0/language'],
    ['a language that is null', { profiles: [{ ...profiles[0], language: null }] }, '/profiles/0/language'],
    [
      'a consent that is none',
      { profiles: [{ ...profiles[0], consents: { email: 1 } }] },
      '/profiles/0/consents/email',
    ],
    ['no consent in consents', { profiles: [{ ...profiles[0], consents: {} }] }, '/profiles/0/consents/email'],
    [
      'consent to a channel that there is not',
      { profiles: [{ ...profiles[0], consents: { email: true, fax: true } }] },
      '/profiles/0/consents/fax',
    ],
    [
      'a blank user id',
      { profiles: [{ identities: [{ namespace: 'a', userId: ' ' }], attributes: {} }] },
      '/profiles/0/identities/0/userId',
    ],
  ])('are refused for %s, and the resolver hears nothing', async (_, body, pointer) => {
    const asked = await resolver.answers(200, { upserted: 0 });
    expect(await send(body)).toMatchObject({ status: 400, body: { code: 'InvalidRequest', errors: [{ pointer }] } });
    expect(asked).toEqual([]);
  });
});
