import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const path = '/v1/channel-configurations';
const configuration = {
  name: 'Shop mail',
  channel: 'email',
  category: 'transactional',
  sender: { name: 'The shop', address: 'shop@example.com' },
  provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
};
const changed = { ...configuration, name: 'Other mail' };
const dev = keyOf('dev');

let database: TestDatabase;
let manager: ManagerUnderTest;
let id: string;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
  const { body } = await manager.call('POST', path, dev, configuration);
  id = String(body['id']);
  await manager.call('PUT', `${path}/${id}`, dev, changed);
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const ask = (url: string) => manager.call('GET', `/internal/definitions/${url}`, dev);
const about = () => ({ kind: 'channel-configuration', sandbox: 'dev', id });

describe('what services may ask of a definition', () => {
  it('is the version that counts', async () => {
    const { status, body } = await ask(`channel-configuration/${id}`);
    expect([status, body]).toEqual([200, { ...about(), revision: 2, version: 2, state: 'live', body: changed }]);
  });

  it('is any version, as it was published', async () => {
    const { status, body } = await ask(`channel-configuration/${id}/versions/1`);
    expect([status, body]).toEqual([200, { ...about(), version: 1, body: configuration }]);
  });

  it('is not a draft', async () => {
    const content = [{ treatment: 'A', locale: 'en', subject: 'Hi', html: 'Hi' }];
    const { body } = await manager.call('POST', '/v1/campaigns', dev, {
      name: 'Draft',
      category: 'transactional',
      channel: 'email',
      channelConfigurationId: id,
      identityNamespace: 'crmId',
      createNewProfiles: false,
      content,
    });
    expect((await ask(`campaign/${String(body['id'])}`)).status).toBe(404);
  });

  it.each([
    ['audience', { kind: 'rule', rule: { combinator: 'and', rules: [] } }],
    ['data-source', {}],
  ])('is no %s: campaigns carry them whole', async (kind, body) => {
    const { body: created } = await manager.call('POST', `/v1/${kind}s`, dev, { name: 'Ours', ...body });
    expect((await ask(`${kind}/${String(created['id'])}`)).status).toBe(404);
  });

  it.each([
    (known: string) => `campaign/${known}`,
    (known: string) => `unheard-of/${known}`,
    () => 'channel-configuration/nobody',
    () => 'channel-configuration/%00',
    (known: string) => `channel-configuration/${known}/versions/3`,
    (known: string) => `channel-configuration/${known}/versions/0`,
    (known: string) => `channel-configuration/${known}/versions/99999999999`,
    (known: string) => `channel-configuration/${known}/versions/one`,
  ])('is a problem where there is none: %s', async (url) => {
    expect(await ask(url(id))).toMatchObject({ status: 404, body: { code: 'DefinitionNotFound' } });
  });

  it('never changes once it is a version', async () => {
    const change = manager.database
      .updateTable('definition_versions')
      .set({ body: '{}' })
      .where('id', '=', id)
      .execute();
    await expect(change).rejects.toThrow('a published version never changes');
    const removal = manager.database.deleteFrom('definition_versions').where('id', '=', id).execute();
    await expect(removal).rejects.toThrow('a published version never changes');
  });
});
