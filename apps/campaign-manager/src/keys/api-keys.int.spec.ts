import { scopes } from '@clarion/contracts';
import { AccessTokens, hashSecret } from '@clarion/security';
import { unguardedRoutes } from '@clarion/service';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppModule, type Runtime } from '../app.module.js';
import { keyOf, serviceToken, startManager, type Answer, type ManagerUnderTest } from '../manager-under-test.js';
import type { BootstrapKey } from './bootstrap-key.js';

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

const first = keyOf('dev');
const reader = { name: 'Reads campaigns', scopes: ['campaigns:read'] };

/** Makes a key; it comes with what calls with it need. */
async function issue(body: object, caller = first): Promise<BootstrapKey> {
  const { status, body: made } = await manager.call('POST', '/v1/api-keys', caller, body);
  expect(status).toBe(201);
  return { id: String(made['id']), secret: String(made['secret']), sandbox: caller.sandbox };
}

const post = (path: string, caller: BootstrapKey, body?: object): Promise<Answer> =>
  manager.call('POST', `/v1/api-keys/${path}`, caller, body);
const read = async (id: string) => (await manager.call('GET', `/v1/api-keys/${id}`, first)).body;
const campaignsBy = async (caller: BootstrapKey) => (await manager.call('GET', '/v1/campaigns', caller)).status;

describe('an API key', () => {
  it('opens its sandbox', async () => {
    expect(await campaignsBy(first)).toBe(200);
  });

  it.each([
    ['another secret', { secret: 'guessed' }],
    ['an id that is none', { id: 'nobody' }],
  ])('is refused with %s', async (_, changed) => {
    const answer = await manager.call('GET', '/v1/campaigns', { ...first, ...changed });
    expect(answer).toMatchObject({ status: 401, body: { code: 'Unauthorized' } });
  });

  it('does not open another sandbox', async () => {
    const answer = await manager.call('GET', '/v1/campaigns', { ...first, sandbox: 'prod' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'SandboxForbidden' } });
  });

  it('is needed, with a scope, by each of the manager’s routes', () => {
    const app = AppModule.with({} as Runtime);
    expect(app.controllers).not.toHaveLength(0);
    expect(unguardedRoutes(app)).toEqual([]);
  });

  it('does what its scopes say, and nothing else', async () => {
    const key = await issue(reader);
    expect(await campaignsBy(key)).toBe(200);
    const refused = await manager.call('GET', '/v1/audiences', key);
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'ScopeMissing', detail: 'The key lacks the scope audiences:read.' },
    });
  });

  it('is shown when it was last used, as soon as a service has told it', async () => {
    const key = await issue(reader);
    expect(await read(key.id)).toMatchObject({ lastUsedAt: null });
    const tell = (...moments: string[]) => {
      const uses = [...moments.map((usedAt) => ({ keyId: key.id, usedAt })), { keyId: 'nobody', usedAt: moments[0] }];
      return manager.call('POST', '/internal/api-key-uses', first, { uses });
    };
    expect((await tell('2026-11-26T12:00:00.000Z', '2026-11-26T12:01:00.000Z')).status).toBe(200);
    expect((await tell('2026-11-26T11:00:00.000Z')).status).toBe(200);
    expect(await read(key.id)).toMatchObject({ lastUsedAt: '2026-11-26T12:01:00.000Z' });
    const list = await manager.call('GET', '/v1/api-keys', first);
    expect(list.body['apiKeys']).toContainEqual(await read(key.id));
    expect((await tell('yesterday')).status).toBe(400);
  });
});

describe('in the place of a secret and its key’s id', () => {
  const campaignsWith = async (headers: Record<string, string>) =>
    (await manager.send('GET', '/v1/campaigns', { 'x-sandbox-name': first.sandbox, ...headers })).status;

  it('a token opens the key, until that is revoked', async () => {
    const key = await issue(reader);
    const tokens = new AccessTokens(serviceToken);
    const authorization = `Bearer ${tokens.issue(key.id, hashSecret(key.secret), Date.now() + 60_000)}`;
    expect(await campaignsWith({ authorization, 'x-api-key': key.id })).toBe(200);
    await post(`${key.id}/revoke`, first);
    expect(await campaignsWith({ authorization, 'x-api-key': key.id })).toBe(401);
  });

  it('the secret alone opens the key, until another one takes its place', async () => {
    const key = await issue(reader);
    expect(await campaignsWith({ 'x-api-key': key.secret })).toBe(200);
    const rotated = await post(`${key.id}/rotate`, first, { overlapSeconds: 0 });
    expect(await campaignsWith({ 'x-api-key': key.secret })).toBe(401);
    expect(await campaignsWith({ 'x-api-key': String(rotated.body['secret']) })).toBe(200);
  });
});

describe('making a key', () => {
  it('shows its secret once, and keeps only a hash of it', async () => {
    const made = await manager.call('POST', '/v1/api-keys', first, {
      ...reader,
      expiresAt: '2999-01-01T01:00:00+01:00',
    });
    const { id, secret, ...shown } = made.body;
    expect(made).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
    expect(secret).toMatch(/^clarion_secret_[\w-]{43}$/);
    expect(shown).toMatchObject({ ...reader, status: 'live', expiresAt: '2999-01-01T00:00:00.000Z', lastUsedAt: null });
    expect(await read(String(id))).toEqual({ id, ...shown });
    const kept = await manager.database
      .selectFrom('definition_versions')
      .selectAll()
      .where('id', '=', String(id))
      .execute();
    expect(kept).toMatchObject([{ body: { secretHash: hashSecret(String(secret)) } }]);
    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it('may give it a rate of its own', async () => {
    const { id } = await issue({ ...reader, executionsPerSecond: 20 });
    expect(await read(id)).toMatchObject({ executionsPerSecond: 20 });
  });

  it('gives another secret each time', async () => {
    expect((await issue(reader)).secret).not.toBe((await issue(reader)).secret);
  });

  it('gives nothing that the own key has not', async () => {
    const maker = await issue({ name: 'Makes keys', scopes: ['api-keys:write', 'campaigns:read'] });
    await issue(reader, maker);
    const refused = await manager.call('POST', '/v1/api-keys', maker, { ...reader, scopes: ['campaigns:write'] });
    expect(refused).toMatchObject({ status: 403, body: { code: 'ScopeMissing' } });
  });

  it.each([
    ['without a name', { scopes: ['campaigns:read'] }, '/name'],
    ['without scopes', { name: 'x' }, '/scopes'],
    ['with no scope', { name: 'x', scopes: [] }, '/scopes'],
    ['with a scope that is none', { name: 'x', scopes: ['campaigns:*'] }, '/scopes'],
    ['with a scope twice', { name: 'x', scopes: ['campaigns:read', 'campaigns:read'] }, '/scopes'],
    ['with the name of what every object has', { name: 'x', scopes: ['constructor'] }, '/scopes'],
    ['with scopes in a text', { name: 'x', scopes: 'campaigns:read' }, '/scopes'],
    ['that has expired', { ...reader, expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['that expires at no moment', { ...reader, expiresAt: 'soon' }, '/expiresAt'],
    ['that expires on a day', { ...reader, expiresAt: '2999-01-01' }, '/expiresAt'],
    ['with a rate of none', { ...reader, executionsPerSecond: 0 }, '/executionsPerSecond'],
    ['with a rate of a part', { ...reader, executionsPerSecond: 1.5 }, '/executionsPerSecond'],
    ['with a secret of its own', { ...reader, secret: 'mine' }, '/secret'],
  ])('is refused %s', async (_, body, pointer) => {
    const refused = await manager.call('POST', '/v1/api-keys', first, body);
    expect(refused).toMatchObject({ status: 400, body: { code: 'InvalidRequest', errors: [{ pointer }] } });
  });
});

describe('changing a key', () => {
  it('counts at once, and keeps its secret', async () => {
    const key = await issue({ ...reader, expiresAt: '2999-01-01T00:00:00Z' });
    const changed = await manager.call('PUT', `/v1/api-keys/${key.id}`, first, {
      name: 'Other',
      scopes: ['audiences:read'],
    });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Other', scopes: ['audiences:read'] } });
    expect(changed.body).not.toHaveProperty('expiresAt');
    expect(await campaignsBy(key)).toBe(403);
    expect((await manager.call('GET', '/v1/audiences', key)).status).toBe(200);
  });

  it('needs all that the key may do before and after', async () => {
    const maker = await issue({ name: 'Makes keys', scopes: ['api-keys:write', 'campaigns:read'] });
    const mine = await issue(reader, maker);
    const more = { ...reader, scopes: ['campaigns:read', 'profiles:write'] };
    const codes = [
      await manager.call('PUT', `/v1/api-keys/${mine.id}`, maker, more),
      await manager.call('PUT', `/v1/api-keys/${first.id}`, maker, reader),
      await post(`${first.id}/rotate`, maker, { overlapSeconds: 0 }),
    ].map(({ body }) => body['code']);
    expect(codes).toEqual(['ScopeMissing', 'ScopeMissing', 'ScopeMissing']);
  });

  it('shows the first key, which was given no scopes, with all of them', async () => {
    expect((await read(first.id))['scopes']).toEqual(Object.keys(scopes));
  });
});

describe('rotating a key', () => {
  it('gives a new secret, and ends the old one after the overlap', async () => {
    const key = await issue(reader);
    const rotated = await post(`${key.id}/rotate`, first, { overlapSeconds: 3_600 });
    expect(rotated).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { id: key.id, ...reader },
    });
    const renewed = { ...key, secret: String(rotated.body['secret']) };
    expect(renewed.secret).not.toBe(key.secret);
    expect([await campaignsBy(key), await campaignsBy(renewed)]).toEqual([200, 200]);
    expect(await read(key.id)).toHaveProperty('previousSecretUntil');

    await post(`${key.id}/rotate`, first, { overlapSeconds: 0 });
    expect([await campaignsBy(key), await campaignsBy(renewed)]).toEqual([401, 401]);
    expect(await read(key.id)).not.toHaveProperty('previousSecretUntil');
  });

  it.each([-1, 0.5, '60', 2_592_001, undefined])('is refused with an overlap of %j', async (overlapSeconds) => {
    const refused = await post(`${first.id}/rotate`, first, { overlapSeconds });
    expect(refused).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect((refused.body['errors'] as { pointer: string }[])[0]?.pointer).toBe('/overlapSeconds');
  });
});

describe('revoking a key', () => {
  it('ends it at once and for good, and tells all services', async () => {
    const key = await issue(reader);
    expect(await post(`${key.id}/revoke`, first)).toMatchObject({ status: 200, body: { status: 'revoked' } });
    expect(await campaignsBy(key)).toBe(401);
    const said = () => manager.published.filter(({ id }) => id === `api-key:${key.id}:r2`);
    const [event] = await waitFor(() => (said().length > 0 ? said() : undefined), { what: 'the event' });
    expect(event).toMatchObject({
      topic: 'definition.activated.v1',
      key: `api-key:dev:${key.id}`,
      data: { version: 1, revision: 2, state: 'revoked' },
    });

    expect(await post(`${key.id}/rotate`, first, { overlapSeconds: 0 })).toMatchObject({
      status: 409,
      body: { code: 'ApiKeyRevoked' },
    });
    expect((await manager.call('PUT', `/v1/api-keys/${key.id}`, first, reader)).status).toBe(409);
    expect(await post(`${key.id}/revoke`, first)).toMatchObject({ status: 200, body: { status: 'revoked' } });
    expect(said()).toHaveLength(1);
  });

  it('may be done by any key that writes keys', async () => {
    const maker = await issue({ name: 'Makes keys', scopes: ['api-keys:write'] });
    const key = await issue(reader);
    expect((await post(`${key.id}/revoke`, maker)).status).toBe(200);
  });
});

describe('keys of another sandbox', () => {
  it('are neither seen nor changed', async () => {
    const { id } = await issue(reader);
    const other = keyOf('prod');
    const answers = [
      await manager.call('GET', `/v1/api-keys/${id}`, other),
      await manager.call('PUT', `/v1/api-keys/${id}`, other, reader),
      await post(`${id}/rotate`, other, { overlapSeconds: 0 }),
      await post(`${id}/revoke`, other),
    ].map(({ status, body }) => [status, body['code']]);
    expect(answers).toEqual(Array(4).fill([404, 'ApiKeyNotFound']));
    const list = await manager.call('GET', '/v1/api-keys', other);
    expect((list.body['apiKeys'] as { id: string }[]).map((key) => key.id)).toEqual([other.id]);
  });
});
