import { events } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { allAt, keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';
import { ServiceStandIn } from '../service-stand-in.js';

const dev = keyOf('dev');
const variant = { treatment: 'A', locale: 'en', subject: 'Hi {{context.name}}', html: '<p>1</p>' };
const qa = { emailAddress: 'qa@x.example' };

describe('a proof of a campaign', () => {
  let database: TestDatabase;
  let others: ServiceStandIn;
  let manager: ManagerUnderTest;
  let channelConfigurationId: string;

  const create = async (collection: string, body: object): Promise<string> => {
    const answer = await manager.call('POST', `/v1/${collection}`, dev, body);
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  };
  const draft = (changes: object = {}) => ({
    ...{ name: 'Match day', category: 'marketing', channel: 'email', channelConfigurationId },
    ...{ identityNamespace: 'crm', createNewProfiles: false, content: [variant] },
    ...changes,
  });
  const prove = (id: string, body: object = { recipients: [qa] }, caller = dev) =>
    manager.call('POST', `/v1/campaigns/${id}/proofs`, caller, body);
  const read = async (id: string) => manager.call('GET', `/v1/campaigns/${id}`, dev);
  const askedOfGateway = () => others.asked.filter(({ url }) => url === '/internal/proofs').map(({ body }) => body);
  const publishedOf = (id: string) =>
    manager.published.filter(({ key }) => key.includes(id)).map(({ topic, id: event }) => [topic, event]);

  beforeAll(async () => {
    database = await testDatabase();
    others = await ServiceStandIn.start();
    manager = await startManager(database.url, others.url, allAt(others.url));
    channelConfigurationId = await create('channel-configurations', {
      ...{ name: 'Club mail', channel: 'email', category: 'marketing' },
      sender: { name: 'The club', address: 'club@example.com' },
      provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
    });
  });

  beforeEach(() => {
    others.asked.length = 0;
    const attributes = { city: 'Oslo' };
    others.answer('/internal/recipient-facts', { attributes, variant: { treatment: 'A', locale: 'en' } });
    others.answer('/internal/proofs', { executionId: 'UMA-1' }, 202);
  });

  afterAll(async () => {
    await manager.stop();
    others.stop();
    await database.drop();
  });

  it('is an execution of its draft as a version that is not live, though it has no audience yet', async () => {
    const id = await create('campaigns', draft());
    const before = await read(id);
    const recipients = [
      { ...qa, namespace: 'crm', userId: 'ada', context: { name: 'Ada' } },
      { emailAddress: 'qa2@x.example', profile: { city: 'Lima' } },
    ];
    const { status, body } = await prove(id, { recipients, context: { name: 'all', home: 'Larks' } });
    expect({ status, body }).toEqual({ status: 202, body: { executionId: 'UMA-1', version: 1 } });
    const shown = { type: 'external', namespace: 'email', profile: { city: 'Oslo' } };
    expect(askedOfGateway()).toEqual([
      {
        ...{ sandbox: 'dev', campaignId: id, campaignVersion: 1, requestedBy: dev.id, subjectPrefix: '[Proof] ' },
        context: { name: 'all', home: 'Larks' },
        variants: Array(2).fill({ treatment: 'A', locale: 'en' }),
        recipients: [
          {
            ...{ ...shown, userId: 'qa@x.example', channelData: { emailAddress: 'qa@x.example' } },
            context: { name: 'Ada', home: 'Larks' },
          },
          {
            ...{ ...shown, userId: 'qa2@x.example', channelData: { emailAddress: 'qa2@x.example' } },
            context: { name: 'all', home: 'Larks' },
          },
        ],
      },
    ]);
    await waitFor(() => publishedOf(id)[0], { what: 'the version' });
    expect(publishedOf(id)).toEqual([[events.definitionPublished.type, `campaign:${id}:1`]]);
    const after = await read(id);
    expect([after.body, after.headers['etag']]).toEqual([before.body, before.headers['etag']]);
    expect(after.body).toMatchObject({ status: 'draft', version: null });
  });

  it('publishes nothing anew where its draft says the same, and leaves what is live as it is', async () => {
    const audienceId = await create('audiences', { name: 'All', kind: 'rule', rule: { combinator: 'and', rules: [] } });
    const id = await create('campaigns', draft({ audienceId }));
    expect((await prove(id)).body).toMatchObject({ version: 1 });
    expect((await prove(id)).body).toMatchObject({ version: 1 });
    expect((await manager.call('POST', `/v1/campaigns/${id}/activate`, dev)).body).toMatchObject({ version: 2 });
    expect((await prove(id)).body).toMatchObject({ version: 2 });
    const headers = { 'if-match': String((await read(id)).headers['etag']) };
    const content = [{ ...variant, html: '<p>2</p>' }];
    await manager.call('PUT', `/v1/campaigns/${id}`, dev, draft({ audienceId, content }), headers);
    expect((await prove(id)).body).toMatchObject({ version: 3 });
    expect((await read(id)).body).toMatchObject({ status: 'live', version: 2, hasUnpublishedChanges: true });
    const active = await manager.call('GET', `/internal/definitions/campaign/${id}`, dev);
    expect(active.body).toMatchObject({ version: 2, state: 'live', body: { content: [variant] } });
    const third = await manager.call('GET', `/internal/definitions/campaign/${id}/versions/3`, dev);
    expect(third.body).toMatchObject({ version: 3, body: { content } });
    expect((await manager.call('POST', `/v1/campaigns/${id}/activate`, dev)).body).toMatchObject({ version: 4 });
  });

  it('is in the audit log as far as a version was published for it', async () => {
    const id = await create('campaigns', draft());
    for (let times = 0; times < 2; times++) await prove(id);
    const { body } = await manager.call('GET', `/v1/audit?id=${id}`, dev);
    const entries = body['entries'] as { action: string; actor: string; changes: unknown[] }[];
    expect(entries.map(({ action }) => action)).toEqual(['published-for-proofs', 'created']);
    expect(entries[0]).toMatchObject({ actor: dev.id, changes: [] });
  });

  it('is made though the draft has an audience and a rate that its category does not take', async () => {
    const { body: club } = await manager.call('GET', `/v1/channel-configurations/${channelConfigurationId}`, dev);
    const { name, channel, sender, provider } = club;
    const forResets = { name, channel, sender, provider, category: 'transactional' };
    const resets = { category: 'transactional', audienceId: 'everybody', throttleRatePerSec: 5 };
    const configuration = await create('channel-configurations', forResets);
    const id = await create('campaigns', draft({ ...resets, channelConfigurationId: configuration }));
    expect(await prove(id)).toMatchObject({ status: 202, body: { version: 1 } });
  });

  it('keeps nobody from removing the draft', async () => {
    const id = await create('campaigns', draft());
    await prove(id);
    expect((await manager.call('DELETE', `/v1/campaigns/${id}`, dev)).status).toBe(204);
    expect((await prove(id)).status).toBe(404);
  });

  it('is refused, and nothing published, where no message could be made of the draft', async () => {
    const content = [{ ...variant, html: '{{#if}}', subject: '' }];
    const id = await create('campaigns', draft({ content, channelConfigurationId: 'none' }));
    const { status, body } = await prove(id);
    expect(status).toBe(422);
    const codes = (body['errors'] as { code: string }[]).map(({ code }) => code).sort();
    expect([body['code'], codes]).toEqual([
      'ReviewFailed',
      ['ConfigurationMissing', 'SubjectMissing', 'TemplateInvalid'],
    ]);
    expect(askedOfGateway()).toEqual([]);
    const version = await manager.call('GET', `/internal/definitions/campaign/${id}/versions/1`, dev);
    expect(version.status).toBe(404);
  });

  it('is refused as the gateway refuses it, and while that is away', async () => {
    const id = await create('campaigns', draft());
    others.answer('/internal/proofs', { code: 'ContextInvalid', detail: 'no', errors: [] }, 422);
    expect(await prove(id)).toMatchObject({ status: 422, body: { code: 'ContextInvalid' } });
    others.answer('/internal/proofs', {}, 500);
    expect(await prove(id)).toMatchObject({ status: 503, body: { code: 'ServiceUnavailable' } });
  });

  it.each<[string, object, string]>([
    ['nobody', { recipients: [] }, '/recipients'],
    [
      'too many',
      { recipients: Array.from({ length: 11 }, (_, n) => ({ emailAddress: `${n}@x.example` })) },
      '/recipients',
    ],
    ['the same twice', { recipients: [qa, qa] }, '/recipients'],
    ['what is no address', { recipients: [{ emailAddress: 'qa' }] }, '/recipients/0/emailAddress'],
    ['a prefix of two lines', { recipients: [qa], subjectPrefix: 'a\nb' }, '/subjectPrefix'],
  ])('to %s is refused', async (_, body, pointer) => {
    expect(await prove('any', body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  it('needs a key that may send, and is of its own sandbox only', async () => {
    const id = await create('campaigns', draft());
    const made = await manager.call('POST', '/v1/api-keys', dev, { name: 'Author', scopes: ['campaigns:write'] });
    const author = { id: String(made.body['id']), secret: String(made.body['secret']), sandbox: 'dev' };
    expect(await prove(id, undefined, author)).toMatchObject({ status: 403, body: { code: 'ScopeMissing' } });
    expect(await prove(id, undefined, keyOf('prod'))).toMatchObject({ status: 404 });
  });
});
