import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureBootstrapKey } from './bootstrap-key.js';
import { keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';

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

describe('the bootstrap key', () => {
  it('is published once, however often and wherever the manager starts', async () => {
    const key = { ...keyOf('dev'), id: 'first-key' };
    const other = await startManager(database.url);
    await Promise.all(
      [manager, other, manager, other].map(({ database, changes }) => ensureBootstrapKey(database, changes, key)),
    );
    await ensureBootstrapKey(other.database, other.changes, key);
    expect(await versionsOf(key.id)).toEqual([{ version: 1 }]);

    const owed = () => [...manager.published, ...other.published].filter((event) => event.id.includes(key.id));
    await waitFor(() => owed().length >= 2 || undefined, { what: 'the events of the key' });
    await other.stop();
    expect(owed().map((event) => event.id)).toEqual(['api-key:first-key:1', 'api-key:first-key:r1']);
  });

  it('gets a new version with a new secret, and the old one opens nothing', async () => {
    const key = { ...keyOf('dev'), id: 'renewed-key' };
    const renewed = { ...key, secret: 'another-secret' };
    await ensureBootstrapKey(manager.database, manager.changes, key);
    await ensureBootstrapKey(manager.database, manager.changes, renewed);
    expect(await versionsOf(key.id)).toEqual([{ version: 1 }, { version: 2 }]);
    expect((await manager.call('GET', '/v1/campaigns', key)).status).toBe(401);
    expect((await manager.call('GET', '/v1/campaigns', renewed)).status).toBe(200);
  });

  it('is never kept or published with its secret', async () => {
    const kept = await manager.database.selectFrom('definitions').selectAll().where('kind', '=', 'api-key').execute();
    expect(JSON.stringify([kept, manager.published])).not.toContain(keyOf('dev').secret);
  });

  it('does not take over a key of another sandbox', async () => {
    const taken = ensureBootstrapKey(manager.database, manager.changes, { ...keyOf('prod'), id: keyOf('dev').id });
    await expect(taken).rejects.toThrow('another sandbox');
    expect((await manager.call('GET', '/v1/campaigns', keyOf('dev'))).status).toBe(200);
  });

  it('is not brought back once it is revoked, but by another secret', async () => {
    const key = { ...keyOf('dev'), id: 'revoked-key' };
    const start = (secret: string) => ensureBootstrapKey(manager.database, manager.changes, { ...key, secret });
    const opens = async (secret: string) => (await manager.call('GET', '/v1/campaigns', { ...key, secret })).status;
    await start(key.secret);
    expect(await opens(key.secret)).toBe(200);
    await manager.call('POST', `/v1/api-keys/${key.id}/revoke`, keyOf('dev'));
    await start(key.secret);
    expect(await opens(key.secret)).toBe(401);
    await start('another-secret');
    expect([await opens('another-secret'), await opens(key.secret)]).toEqual([200, 401]);
  });

  it('stays as it was changed by the API', async () => {
    const key = { ...keyOf('dev'), id: 'rotated-key' };
    await ensureBootstrapKey(manager.database, manager.changes, key);
    const path = `/v1/api-keys/${key.id}`;
    await manager.call('PUT', path, keyOf('dev'), { name: 'Ours', scopes: ['campaigns:read'] });
    const { body } = await manager.call('POST', `${path}/rotate`, keyOf('dev'), { overlapSeconds: 0 });
    await ensureBootstrapKey(manager.database, manager.changes, key);
    expect(await manager.call('GET', '/v1/campaigns', { ...key, secret: String(body['secret']) })).toMatchObject({
      status: 200,
    });
    expect(await manager.call('GET', '/v1/campaigns', key)).toMatchObject({ status: 401 });
    expect(await manager.call('GET', path, keyOf('dev'))).toMatchObject({
      body: { name: 'Ours', scopes: ['campaigns:read'] },
    });
  });
});
