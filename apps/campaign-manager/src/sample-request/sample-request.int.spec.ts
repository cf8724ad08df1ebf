import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';

const dev = keyOf('dev');

describe('the sample request', () => {
  let database: TestDatabase;
  let manager: ManagerUnderTest;
  let channelConfigurationId: unknown;

  const post = async (path: string, body?: object) => (await manager.call('POST', `/v1/${path}`, dev, body)).body;
  const campaignThatReads = async (html: string): Promise<string> => {
    const content = [{ treatment: 'A', locale: 'en', subject: 'Hi', html }];
    const common = { category: 'transactional', channel: 'email', identityNamespace: 'email', createNewProfiles: true };
    const { id } = await post('campaigns', { name: 'Order', ...common, channelConfigurationId, content });
    return String(id);
  };
  const sampleOf = async (id: string, caller = dev) => {
    const { status, body } = await manager.call('GET', `/v1/campaigns/${id}/sample-request`, caller);
    return { status, body };
  };

  beforeAll(async () => {
    database = await testDatabase();
    manager = await startManager(database.url);
    const { id } = await post('channel-configurations', {
      ...{ name: 'Shop mail', channel: 'email', category: 'transactional' },
      sender: { name: 'The shop', address: 'shop@example.com' },
      provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
    });
    channelConfigurationId = id;
  });
  afterAll(async () => {
    await manager.stop();
    await database.drop();
  });

  it('is there for a draft that may go live and for what is live, for the key that asks', async () => {
    const id = await campaignThatReads('{{context.order.total}} {{profile.person.name.firstName}}');
    const expected = {
      status: 200,
      body: {
        url: 'http://gateway.example/ajo/im/executions/unitary',
        headers: { 'x-api-key': dev.id, 'x-sandbox-name': 'dev' },
        body: {
          campaignId: id,
          recipients: [{ context: { order: { total: 49.9 } }, profile: { person: { name: { firstName: 'Ada' } } } }],
        },
      },
    };
    const draft = await sampleOf(id);
    expect(draft).toMatchObject(expected);
    await post(`campaigns/${id}/activate`);
    const live = await sampleOf(id);
    expect(live).toMatchObject(expected);
    expect(JSON.stringify(live.body)).not.toContain(dev.secret);
    const requestIdOf = ({ body }: typeof live) => (body['body'] as { requestId: string }).requestId;
    expect(requestIdOf(live)).not.toBe(requestIdOf(draft));
  });

  it('is refused for a draft that may not go live, and for a campaign that is not there', async () => {
    const id = await campaignThatReads('{{nonsense}}');
    expect(await sampleOf(id)).toMatchObject({ status: 422, body: { code: 'ReviewFailed' } });
    for (const answer of [await sampleOf('none'), await sampleOf(id, keyOf('prod'))]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'CampaignNotFound' } });
    }
  });
});
