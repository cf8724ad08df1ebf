import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
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

const dev = keyOf('dev');
const audience = { name: 'Fans', kind: 'list', identities: [{ namespace: 'email', userId: 'a@b.example' }] };
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

interface Entry extends Record<string, unknown> {
  action: string;
  at: string;
}

async function entries(query: string, caller = dev): Promise<Entry[]> {
  const { status, body } = await manager.call('GET', `/v1/audit?${query}`, caller);
  expect(status).toBe(200);
  return body['entries'] as Entry[];
}

async function save(body: object, caller = dev): Promise<string> {
  const saved = await manager.call('POST', '/v1/audiences', caller, body, { traceparent });
  expect(saved.status).toBe(201);
  return String(saved.body['id']);
}

describe('the audit log', () => {
  it('tells who changed what, when, and in which trace', async () => {
    const id = await save(audience);
    await manager.call('PUT', `/v1/audiences/${id}`, dev, { ...audience, name: 'All fans' }, { traceparent });
    const [changed, created] = await entries(`id=${id}`);
    const common = { actor: dev.id, kind: 'audience', id, version: null, traceId: traceparent.split('-')[1] };
    expect(created).toMatchObject({ ...common, action: 'created', name: 'Fans', moreChanges: 0 });
    expect(created?.['changes']).toContainEqual({ pointer: '/identities/0/userId', after: 'a@b.example' });
    expect(changed).toMatchObject({
      ...common,
      action: 'changed',
      changes: [{ pointer: '/name', before: 'Fans', after: 'All fans' }],
    });
  });

  it('tells nothing of what was refused', async () => {
    const id = await save(audience);
    expect((await manager.call('PUT', `/v1/audiences/${id}`, dev, { ...audience, name: '' })).status).toBe(400);
    expect((await entries(`id=${id}`)).map(({ action }) => action)).toEqual(['created']);
  });

  it('shows of a key neither secret nor hash', async () => {
    const body = { name: 'Reads', scopes: ['campaigns:read'] };
    const made = await manager.call('POST', '/v1/api-keys', dev, body);
    const id = String(made.body['id']);
    const rotated = await manager.call('POST', `/v1/api-keys/${id}/rotate`, dev, { overlapSeconds: 60 });
    await manager.call('POST', `/v1/api-keys/${id}/revoke`, dev);
    const found = await entries(`kind=api-key&id=${id}`);
    expect(found.map(({ action, version }) => [action, version])).toEqual([
      ['revoked', 2],
      ['changed', 2],
      ['created', 1],
    ]);
    expect(found[1]?.['changes']).toContainEqual({
      pointer: '/secretHash',
      before: { isSet: true },
      after: { isSet: true },
    });
    const text = JSON.stringify(found);
    for (const { body: shown } of [made, rotated]) expect(text).not.toContain(shown['secret']);
    expect(text).not.toMatch(/[0-9a-f]{64}/);
  });

  it('shows of a data source no secret, but that it is another', async () => {
    const auth = (password: string) => ({ kind: 'basic', username: 'shop', password });
    const dataSource = (password: string) => ({
      name: 'Weather',
      request: { method: 'GET', url: 'https://api.example.com/weather', auth: auth(password) },
    });
    const { body: made } = await manager.call('POST', '/v1/data-sources', dev, dataSource('first-password'));
    const id = String(made['id']);
    await manager.call('PUT', `/v1/data-sources/${id}`, dev, dataSource('second-password'));
    const [changed, created] = await entries(`id=${id}`);
    const shown = { isSet: true, host: 'api.example.com:443' };
    expect(changed?.['changes']).toEqual([{ pointer: '/request/auth/password', before: shown, after: shown }]);
    expect(created?.['changes']).toContainEqual({ pointer: '/request/auth/password', after: shown });
    expect(JSON.stringify([changed, created])).not.toMatch(/-password|sealed/);
  });

  it('keeps what was said of a campaign that is there no more', async () => {
    const campaign = {
      ...{ name: 'Reset', category: 'transactional', channel: 'email', channelConfigurationId: 'c1' },
      ...{ identityNamespace: 'email', createNewProfiles: true },
      content: [{ treatment: 'default', locale: 'en', subject: 'Hi', html: `<p>${'x'.repeat(600)}</p>` }],
    };
    const { body: made } = await manager.call('POST', '/v1/campaigns', dev, campaign);
    const id = String(made['id']);
    expect((await manager.call('DELETE', `/v1/campaigns/${id}`, dev)).status).toBe(204);
    const [deleted, created] = await entries(`id=${id}`);
    expect([deleted?.action, created?.action]).toEqual(['deleted', 'created']);
    expect(created?.['changes']).toContainEqual({
      pointer: '/content/0/html',
      after: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), length: 607 },
    });
  });

  it('is narrowed by who, what and when', async () => {
    const body = { name: 'Other', scopes: ['audiences:write', 'audit:read'] };
    const { body: made } = await manager.call('POST', '/v1/api-keys', dev, body);
    const other = { id: String(made['id']), secret: String(made['secret']), sandbox: 'dev' };
    const id = await save(audience, other);
    const [entry] = await entries(`actor=${other.id}`, other);
    expect(entry).toMatchObject({ action: 'created', id });
    const at = String(entry?.at);
    expect(await entries(`actor=${other.id}&from=${at}`)).toEqual([entry]);
    expect(await entries(`actor=${other.id}&to=${at}`)).toEqual([]);
    expect(await entries(`actor=${other.id}&action=deleted`)).toEqual([]);
    expect(await entries(`actor=${other.id}&kind=campaign`)).toEqual([]);
  });

  it('is read page by page, the newest first', async () => {
    const id = await save(audience);
    for (const name of ['b', 'c']) await manager.call('PUT', `/v1/audiences/${id}`, dev, { ...audience, name });
    const page = await manager.call('GET', `/v1/audit?id=${id}&limit=2`, dev);
    expect((page.body['entries'] as Entry[]).map(({ name }) => name)).toEqual(['c', 'b']);
    const rest = await manager.call('GET', `/v1/audit?id=${id}&limit=2&after=${String(page.body['next'])}`, dev);
    expect((rest.body['entries'] as Entry[]).map(({ name }) => name)).toEqual(['Fans']);
    expect(rest.body).not.toHaveProperty('next');
  });

  it('is each sandbox’s own', async () => {
    const id = await save(audience);
    expect(await entries(`id=${id}`, keyOf('prod'))).toEqual([]);
  });

  it('is for keys that may read it', async () => {
    const body = { name: 'Reads', scopes: ['campaigns:read'] };
    const { body: made } = await manager.call('POST', '/v1/api-keys', dev, body);
    const other = { id: String(made['id']), secret: String(made['secret']), sandbox: 'dev' };
    expect(await manager.call('GET', '/v1/audit', other)).toMatchObject({
      status: 403,
      body: { code: 'ScopeMissing' },
    });
  });

  it('cannot be changed, not even in the database', async () => {
    await save(audience);
    await expect(sql`update audit_entries set actor = 'nobody'`.execute(manager.database)).rejects.toThrow(
      'never changes',
    );
    await expect(sql`delete from audit_entries`.execute(manager.database)).rejects.toThrow('never changes');
  });
});
