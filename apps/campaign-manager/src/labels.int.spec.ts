import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type Answer, type ManagerUnderTest } from './manager-under-test.js';

const admin = keyOf('dev');
type Key = typeof admin;
const scopes = [
  ...['campaigns:write', 'campaigns:read', 'campaigns:activate', 'campaigns:approve', 'audit:read'],
  ...['channel-configurations:read', 'channel-configurations:write', 'api-keys:write', 'executions:write'],
];

let database: TestDatabase;
let manager: ManagerUnderTest;
let campaign: Record<string, unknown>;
let holder: Key;
let lacking: Key;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
  const { body } = await manager.call('POST', '/v1/channel-configurations', admin, {
    ...{ name: 'Shop', channel: 'email', category: 'transactional' },
    sender: { name: 'The shop', address: 'shop@example.com' },
    provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
  });
  campaign = {
    ...{ name: 'Payslip', category: 'transactional', channel: 'email', channelConfigurationId: body['id'] },
    ...{ identityNamespace: 'email', createNewProfiles: false },
    content: [{ treatment: 'A', locale: 'en', subject: 'Yours', text: 't', html: '<p>Hi</p>' }],
    labels: ['HR', 'EU'],
  };
  holder = await newKey(['EU', 'HR', 'IT']);
  lacking = await newKey(['EU']);
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

async function newKey(labels: string[], by = admin): Promise<Key> {
  const { status, body } = await manager.call('POST', '/v1/api-keys', by, { name: 'k', scopes, labels });
  expect([status, body['labels']]).toEqual([201, labels]);
  return { ...admin, id: String(body['id']), secret: String(body['secret']) };
}
const create = (by: Key, changes: object = {}) =>
  manager.call('POST', '/v1/campaigns', by, { ...campaign, ...changes });
async function created(changes: object = {}): Promise<string> {
  const { status, body } = await create(holder, changes);
  expect(status).toBe(201);
  return String(body['id']);
}
const put = (by: Key, id: string, changes: object) =>
  manager.call('PUT', `/v1/campaigns/${id}`, by, { ...campaign, ...changes }, { 'if-match': '*' });
const codeOf = ({ status, body }: Answer) => `${status} ${String(body['code'])}`;

const bodies: Record<string, object> = {
  '/send-back': { comment: 'x' },
  '/preview': {},
  '/proofs': { recipients: [{ emailAddress: 'a@x.example' }] },
};

describe('a campaign with access labels', () => {
  it.each([
    ['GET', ''],
    ['PUT', ''],
    ['DELETE', ''],
    ['POST', '/duplicate'],
    ['POST', '/review'],
    ['POST', '/activate'],
    ['POST', '/stop'],
    ['POST', '/archive'],
    ['POST', '/request-review'],
    ['POST', '/withdraw'],
    ['POST', '/send-back'],
    ['POST', '/approve'],
    ['GET', '/reviews'],
    ['GET', '/sample-request'],
    ['GET', '/export'],
    ['POST', '/preview'],
    ['POST', '/proofs'],
  ] as const)('is not there for a key that lacks one: %s /v1/campaigns/{id}%s', async (method, path) => {
    const id = await created();
    const body = method === 'PUT' ? { ...campaign, labels: [] } : bodies[path];
    const answer = await manager.call(method, `/v1/campaigns/${id}${path}`, lacking, body, { 'if-match': '*' });
    expect(codeOf(answer)).toBe('404 CampaignNotFound');
    const unknown = await manager.call(method, `/v1/campaigns/none${path}`, lacking, body, { 'if-match': '*' });
    expect(answer.body['detail']).toBe(unknown.body['detail']);
    expect((await manager.call('GET', `/v1/campaigns/${id}`, holder)).body).toMatchObject({ status: 'draft' });
  });

  it('is in the lists of those who hold all of them', async () => {
    const name = 'Listed';
    const ids = [await created({ name }), await created({ name, labels: ['EU'] }), await created({ name, labels: [] })];
    const seenBy = async (key: Key) => {
      const { body } = await manager.call('GET', `/v1/campaigns?name=${name}`, key);
      return (body['campaigns'] as { id: string }[]).map(({ id }) => ids.indexOf(id)).toSorted();
    };
    expect(await seenBy(admin)).toEqual([0, 1, 2]);
    expect(await seenBy(holder)).toEqual([0, 1, 2]);
    expect(await seenBy(lacking)).toEqual([1, 2]);
    expect(await seenBy(await newKey([]))).toEqual([2]);
  });

  it('is published with them', async () => {
    const id = await created();
    expect((await manager.call('POST', `/v1/campaigns/${id}/activate`, holder)).status).toBe(200);
    const { body } = await manager.database
      .selectFrom('definition_versions')
      .select('body')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(body).toMatchObject({ labels: ['HR', 'EU'] });
  });

  it('shows no preview of a version that had them, when it has none any more', async () => {
    const id = await created();
    await manager.call('POST', `/v1/campaigns/${id}/activate`, holder);
    await put(holder, id, { labels: [] });
    await manager.call('POST', `/v1/campaigns/${id}/activate`, holder);
    const preview = (by: Key, version: number) => manager.call('POST', `/v1/campaigns/${id}/preview`, by, { version });
    expect(codeOf(await preview(lacking, 1))).toBe('404 VersionNotFound');
    // Nobody is there who would show it.
    expect(codeOf(await preview(holder, 1))).toBe('503 ServiceUnavailable');
    expect(codeOf(await preview(lacking, 2))).toBe('503 ServiceUnavailable');
  });

  it('stays out of reach while the version that counts has them, whatever its draft says', async () => {
    const id = await created();
    await manager.call('POST', `/v1/campaigns/${id}/activate`, holder);
    expect((await put(holder, id, { labels: [] })).status).toBe(200);
    expect(codeOf(await manager.call('POST', `/v1/campaigns/${id}/stop`, lacking))).toBe('404 CampaignNotFound');
    await manager.call('POST', `/v1/campaigns/${id}/activate`, holder);
    expect((await manager.call('GET', `/v1/campaigns/${id}`, lacking)).status).toBe(200);
  });

  it('is not told of by the audit log, not even of the time before it had them', async () => {
    const id = await created({ labels: [] });
    const entries = async (key: Key) =>
      (await manager.call('GET', `/v1/audit?id=${id}`, key)).body['entries'] as unknown[];
    expect(await entries(lacking)).toHaveLength(1);
    await put(holder, id, { labels: ['HR'] });
    expect(await entries(lacking)).toHaveLength(0);
    expect(await entries(holder)).toHaveLength(2);
    await manager.call('DELETE', `/v1/campaigns/${id}`, holder);
    expect(await entries(holder)).toHaveLength(3);
    // What was said before it was labelled is open again; what names the label is not.
    expect(await entries(lacking)).toHaveLength(1);
  });

  it('is another than one of its name that a key imports which does not see it', async () => {
    const id = await created({ name: 'Twice' });
    const { body: document } = await manager.call('GET', `/v1/campaigns/${id}/export`, holder);
    const own = { ...document, campaign: { ...(document['campaign'] as object), labels: ['EU'] } };
    expect(codeOf(await manager.call('POST', '/v1/campaigns/import', lacking, document))).toBe('403 LabelMissing');
    const imported = await manager.call('POST', '/v1/campaigns/import', lacking, own);
    expect(imported).toMatchObject({ status: 200, body: { campaign: { outcome: 'created' } } });
    expect((await manager.call('GET', `/v1/campaigns/${id}`, holder)).body).toMatchObject({ labels: ['HR', 'EU'] });
  });
});

describe('a label', () => {
  it('is given to a campaign by a key that holds it', async () => {
    expect(codeOf(await create(lacking))).toBe('403 LabelMissing');
    const id = await created({ labels: ['EU'] });
    expect(codeOf(await put(lacking, id, { labels: ['EU', 'HR'] }))).toBe('403 LabelMissing');
    expect((await put(holder, id, { labels: ['IT'] })).status).toBe(200);
  });

  it('is given to a key by one that holds it', async () => {
    const given = (by: Key, labels: string[]) =>
      manager.call('POST', '/v1/api-keys', by, { name: 'k', scopes, labels });
    expect(codeOf(await given(lacking, ['HR']))).toBe('403 LabelMissing');
    expect((await given(lacking, ['EU'])).status).toBe(201);
    expect((await given(admin, ['never heard of'])).status).toBe(201);
  });

  it('is not got hold of by changing or rotating the key of another', async () => {
    for (const key of [holder, admin]) {
      const path = `/v1/api-keys/${key.id}`;
      const rotated = await manager.call('POST', `${path}/rotate`, lacking, { overlapSeconds: 60 });
      expect(rotated.status).toBe(403);
      const changed = await manager.call('PUT', path, lacking, { name: 'k', scopes, labels: [] });
      expect(changed.status).toBe(403);
    }
  });

  it('is on no key that is given none, and on every place on one without scopes', async () => {
    const { body } = await manager.call('POST', '/v1/api-keys', admin, { name: 'k', scopes: ['campaigns:read'] });
    expect(body['labels']).toEqual([]);
    expect((await manager.call('GET', `/v1/api-keys/${admin.id}`, admin)).body['labels']).toBe('every');
  });
});
