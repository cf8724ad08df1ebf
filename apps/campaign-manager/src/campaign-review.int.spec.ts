import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allAt, keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';
import type { Finding } from './review/finding.js';
import { ServiceStandIn } from './service-stand-in.js';

const dev = keyOf('dev');
const provider = { type: 'smtp', host: '127.0.0.1', port: 4025 };
const shop = { name: 'Shop mail', channel: 'email', sender: { name: 'Shop', address: 'shop@example.com' }, provider };
const variant = { treatment: 'A', locale: 'en', subject: 'Hi', html: '<p>{{context.order.total}}</p>', text: 'Hi' };

let database: TestDatabase;
let manager: ManagerUnderTest;
let standIn: ServiceStandIn;
let campaign: Record<string, unknown>;
let offers: Record<string, unknown>;

beforeAll(async () => {
  database = await testDatabase();
  standIn = await ServiceStandIn.start();
  manager = await startManager(database.url, standIn.url, allAt(standIn.url));
  const common = { channel: 'email', identityNamespace: 'crmId', createNewProfiles: false, content: [variant] };
  const configuration = (category: string) => create('channel-configurations', { ...shop, category });
  campaign = {
    ...common,
    name: 'Order',
    category: 'transactional',
    channelConfigurationId: await configuration('transactional'),
  };
  const everyone = { name: 'Everyone', kind: 'rule', rule: { combinator: 'and', rules: [] } };
  offers = {
    ...common,
    name: 'Offers',
    category: 'marketing',
    channelConfigurationId: await configuration('marketing'),
    audienceId: await create('audiences', everyone),
  };
});
afterAll(async () => {
  await manager.stop();
  standIn.stop();
  await database.drop();
});

async function create(resource: string, body: object): Promise<string> {
  const { status, body: created } = await manager.call('POST', `/v1/${resource}`, dev, body);
  expect([status, created]).toEqual([201, expect.anything()]);
  return String(created['id']);
}
async function reviewOf(draft: object): Promise<{ codes: string[][]; contextSchema: unknown }> {
  const id = await create('campaigns', draft);
  const { status, body } = await manager.call('POST', `/v1/campaigns/${id}/review`, dev);
  expect(status).toBe(200);
  const codes = (body['findings'] as Finding[]).map(({ severity, code, pointer }) => [severity, code, pointer]);
  return { codes, contextSchema: body['contextSchema'] };
}

describe('the review of a draft', () => {
  it('finds nothing where nothing is wrong, and tells what calls must bring', async () => {
    const { codes, contextSchema } = await reviewOf(campaign);
    expect(codes).toEqual([]);
    expect(contextSchema).toMatchObject({ properties: { order: { required: ['total'] } } });
  });

  it('finds errors and warnings, with their codes and pointers', async () => {
    const content = [{ ...variant, subject: '', html: '<a href="">{{context.x' }];
    expect((await reviewOf({ ...campaign, content, channelConfigurationId: 'none' })).codes).toEqual([
      ['error', 'ConfigurationMissing', '/channelConfigurationId'],
      ['error', 'SubjectMissing', '/content/0/subject'],
      ['error', 'TemplateInvalid', '/content/0/html'],
      ['warning', 'LinkEmpty', '/content/0/html'],
    ]);
  });

  it('finds a version of more than 4 MB', async () => {
    const html = 'x'.repeat(3_000_000);
    const identities = Array.from({ length: 10_000 }, (_, index) => ({
      namespace: 'crmId',
      userId: `${index}`.padEnd(120, 'x'),
    }));
    const audienceId = await create('audiences', { name: 'Many', kind: 'list', identities });
    standIn.answer('/internal/audience-facts', { isAnybody: true, unseen: [] });
    const { codes } = await reviewOf({ ...offers, audienceId, content: [{ ...variant, html }] });
    expect(codes).toContainEqual(['error', 'VersionTooLarge', '']);
  });

  it('changes nothing, and needs a campaign of the sandbox', async () => {
    const id = await create('campaigns', campaign);
    const before = await manager.call('GET', `/v1/campaigns/${id}`, dev);
    await manager.call('POST', `/v1/campaigns/${id}/review`, dev);
    expect((await manager.call('GET', `/v1/campaigns/${id}`, dev)).body).toEqual(before.body);
    for (const [key, of] of [
      [keyOf('prod'), id],
      [dev, 'none'],
    ] as const) {
      const answer = await manager.call('POST', `/v1/campaigns/${of}/review`, key);
      expect(answer).toMatchObject({ status: 404, body: { code: 'CampaignNotFound' } });
    }
  });

  it('asks the resolver who is there, and which attributes they have', async () => {
    standIn.answer('/internal/audience-facts', { isAnybody: false, unseen: ['person.nickname'] });
    const content = [{ ...variant, html: '{{profile.person.nickname}}', text: '{{profile.person.name}}' }];
    const { codes } = await reviewOf({ ...offers, content });
    expect(codes).toContainEqual(['warning', 'AudienceEmpty', '/audienceId']);
    expect(codes).toContainEqual(['warning', 'ProfileAttributeUnseen', '/content/0/html']);
    expect(standIn.asked.at(-1)).toMatchObject({
      url: '/internal/audience-facts',
      body: {
        sandbox: 'dev',
        namespace: 'crmId',
        audience: { kind: 'rule', rule: { combinator: 'and', rules: [] } },
        attributes: ['person.nickname', 'person.name'],
      },
    });
  });

  it('says what it could not ask while the resolver is away', async () => {
    standIn.answer('/internal/audience-facts', {}, 500);
    expect((await reviewOf(offers)).codes).toContainEqual(['warning', 'NotChecked', '']);
  });

  it('finds a data source that was not tested as it is now', async () => {
    const mapping = { arrayPath: '', columns: [{ id: 'title', key: 'title', type: 'text' }] };
    const source = { name: 'Offers', request: { method: 'POST', url: 'https://api.example.com/offers' }, mapping };
    const dataSourceId = await create('data-sources', source);
    const draft = { ...campaign, dataSources: [{ alias: 'offers', dataSourceId, join: { kind: 'all' } }] };
    const untested = ['warning', 'DataSourceUntested', '/dataSources/0/dataSourceId'];
    const test = async (ok: boolean) => {
      standIn.answer('/internal/data-sources/test', { ok, durationMs: 12, bytes: 0, warnings: [] });
      expect((await manager.call('POST', `/v1/data-sources/${dataSourceId}/test`, dev, {})).status).toBe(200);
      return (await reviewOf(draft)).codes;
    };
    expect((await reviewOf(draft)).codes).toEqual([untested]);
    expect(await test(false)).toEqual([untested]);
    expect(await test(true)).toEqual([]);
    const changed = { ...source, request: { ...source.request, url: 'https://api.example.com/other' } };
    expect((await manager.call('PUT', `/v1/data-sources/${dataSourceId}`, dev, changed)).status).toBe(200);
    expect((await reviewOf(draft)).codes).toEqual([untested]);
  });
});

describe('a context schema that is written by hand', () => {
  it('is kept as it is written, and published with what the templates demand', async () => {
    const contextSchema = { properties: { order: { properties: { total: { type: 'number' } } } } };
    const id = await create('campaigns', { ...campaign, contextSchema });
    expect((await manager.call('GET', `/v1/campaigns/${id}`, dev)).body['contextSchema']).toEqual(contextSchema);
    expect((await manager.call('POST', `/v1/campaigns/${id}/activate`, dev)).status).toBe(200);
    const row = await manager.database
      .selectFrom('definition_versions')
      .select('body')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.body).toMatchObject({
      contextSchema: { allOf: [{ properties: { order: { required: ['total'] } } }, contextSchema] },
    });
  });

  it('is refused with its pointer where it is none', async () => {
    for (const contextSchema of [{ type: 'objekt' }, { properties: { a: { pattern: 'a' } } }, 'x', null]) {
      const answer = await manager.call('POST', '/v1/campaigns', dev, { ...campaign, contextSchema });
      expect([contextSchema, answer]).toMatchObject([
        contextSchema,
        { status: 400, body: { errors: [{ pointer: '/contextSchema' }] } },
      ]);
    }
  });
});
