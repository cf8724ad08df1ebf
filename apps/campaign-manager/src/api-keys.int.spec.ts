import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureBootstrapKey } from './bootstrap-key.js';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

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

const versionsOf = (id: string) =>
  manager.database
    .selectFrom('definition_versions')
    .select('version')
    .where('id', '=', id)
    .orderBy('version')
    .execute();

describe('an API key', () => {
  it('opens its sandbox', async () => {
    expect((await manager.call('GET', '/v1/campaigns', keyOf('dev'))).status).toBe(200);
  });

  it.each([
    ['another secret', { secret: 'guessed' }],
    ['an id that is none', { id: 'nobody' }],
  ])('is refused with %s', async (_, changed) => {
    const answer = await manager.call('GET', '/v1/campaigns', { ...keyOf('dev'), ...changed });
    expect(answer).toMatchObject({ status: 401, body: { code: 'Unauthorized' } });
  });

  it('does not open another sandbox', async () => {
    const answer = await manager.call('GET', '/v1/campaigns', { ...keyOf('dev'), sandbox: 'prod' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'SandboxForbidden' } });
  });

  it.each(['/v1/campaigns', '/v1/audiences', '/v1/data-sources', '/v1/channel-configurations', '/v1/profiles'])(
    'is needed to write to %s',
    async (url) => {
      const answer = await manager.call('POST', url, { ...keyOf('dev'), secret: 'guessed' }, {});
      expect(answer.status).toBe(401);
    },
  );

  it.each(['PUT', 'DELETE'] as const)('is needed to %s a suppression', async (method) => {
    const guessed = { ...keyOf('dev'), secret: 'guessed' };
    expect((await manager.call(method, '/v1/suppressions/email/a@example.com', guessed)).status).toBe(401);
  });

  it('counts no longer once it is revoked', async () => {
    const key = { ...keyOf('dev'), id: 'revoked-key' };
    await ensureBootstrapKey(manager.changes, key);
    expect((await manager.call('GET', '/v1/campaigns', key)).status).toBe(200);
    await manager.database.updateTable('definitions').set({ state: 'revoked' }).where('id', '=', key.id).execute();
    expect((await manager.call('GET', '/v1/campaigns', key)).status).toBe(401);
  });
});

describe('the bootstrap key', () => {
  it('is published once, however often and wherever the manager starts', async () => {
    const key = { ...keyOf('dev'), id: 'first-key' };
    const other = await startManager(database.url);
    await Promise.all([manager, other, manager, other].map(({ changes }) => ensureBootstrapKey(changes, key)));
    await ensureBootstrapKey(other.changes, key);
    expect(await versionsOf(key.id)).toEqual([{ version: 1 }]);

    const owed = () => [...manager.published, ...other.published].filter((event) => event.id.includes(key.id));
    await waitFor(() => owed().length >= 2 || undefined, { what: 'the events of the key' });
    await other.stop();
    expect(owed().map((event) => event.id)).toEqual(['api-key:first-key:1', 'api-key:first-key:r1']);
  });

  it('gets a new version with a new secret, and the old one opens nothing', async () => {
    const key = { ...keyOf('dev'), id: 'renewed-key' };
    const renewed = { ...key, secret: 'another-secret' };
    await ensureBootstrapKey(manager.changes, key);
    await ensureBootstrapKey(manager.changes, renewed);
    expect(await versionsOf(key.id)).toEqual([{ version: 1 }, { version: 2 }]);
    expect((await manager.call('GET', '/v1/campaigns', key)).status).toBe(401);
    expect((await manager.call('GET', '/v1/campaigns', renewed)).status).toBe(200);
  });

  it('is never kept or published with its secret', async () => {
    const kept = await manager.database.selectFrom('definitions').selectAll().where('kind', '=', 'api-key').execute();
    expect(JSON.stringify([kept, manager.published])).not.toContain(keyOf('dev').secret);
  });

  it('does not take over a key of another sandbox', async () => {
    const taken = ensureBootstrapKey(manager.changes, { ...keyOf('prod'), id: keyOf('dev').id });
    await expect(taken).rejects.toThrow('another sandbox');
    expect((await manager.call('GET', '/v1/campaigns', keyOf('dev'))).status).toBe(200);
  });
});
