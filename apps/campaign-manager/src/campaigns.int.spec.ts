import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const dev = keyOf('dev');
const prod = keyOf('prod');
const configuration = {
  name: 'Shop mail',
  channel: 'email',
  category: 'transactional',
  sender: { name: 'The shop', address: 'shop@example.com' },
  provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
};

let database: TestDatabase;
let manager: ManagerUnderTest;
let campaign: Record<string, unknown>;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
  const { body } = await manager.call('POST', '/v1/channel-configurations', dev, configuration);
  campaign = {
    name: 'Password reset',
    category: 'transactional',
    channel: 'email',
    channelConfigurationId: body['id'],
    identityNamespace: 'crmId',
    createNewProfiles: true,
    content: [
      {
        treatment: 'A',
        locale: 'en',
        subject: 'Reset it',
        html: '<a href="{{context.link}}">Reset</a>',
        text: '{{context.link}}',
      },
    ],
  };
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const create = async (changed: object = {}): Promise<string> => {
  const { status, body } = await manager.call('POST', '/v1/campaigns', dev, { ...campaign, ...changed });
  expect(status).toBe(201);
  return String(body['id']);
};
const read = async (id: string) => (await manager.call('GET', `/v1/campaigns/${id}`, dev)).body;
const activate = (id: string, caller = dev) => manager.call('POST', `/v1/campaigns/${id}/activate`, caller);
const eventsAbout = (id: string) => manager.published.filter(({ key }) => key.includes(id));
const pointersOf = (body: Record<string, unknown>) =>
  (body['errors'] as { pointer: string }[]).map((error) => error.pointer);

describe('a campaign', () => {
  it('is a draft until it is activated, and nobody hears of it', async () => {
    const { status, body } = await manager.call('POST', '/v1/campaigns', dev, campaign);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...campaign, status: 'draft', version: null });
    const id = String(body['id']);
    expect(await read(id)).toEqual(body);
    expect(await manager.database.selectFrom('outbox').selectAll().where('key', 'like', `%${id}%`).execute()).toEqual(
      [],
    );
    expect(eventsAbout(id)).toEqual([]);
  });

  it('says in its version, its copies and its document whether it tells webhooks', async () => {
    const id = await create({ enableWebhooks: true });
    expect((await activate(id)).status).toBe(200);
    const published = await waitFor(
      () => Promise.resolve(eventsAbout(id).find(({ topic }) => topic === 'definition.published.v1')),
      { what: 'the version' },
    );
    expect(published.data).toMatchObject({ body: { enableWebhooks: true } });
    const copy = await manager.call('POST', `/v1/campaigns/${id}/duplicate`, dev, { name: 'Another' });
    expect(copy.body).toMatchObject({ enableWebhooks: true });
    const { body: document } = await manager.call('GET', `/v1/campaigns/${String(copy.body['id'])}/export`, dev);
    expect(document).toMatchObject({ campaign: { enableWebhooks: true } });
    expect((await manager.call('POST', '/v1/campaigns/import', prod, document)).status).toBe(200);
    const there = await manager.call('GET', '/v1/campaigns?name=Another', prod);
    expect(there.body).toMatchObject({ campaigns: [{ enableWebhooks: true }] });
    const wrong = await manager.call('POST', '/v1/campaigns', dev, { ...campaign, enableWebhooks: 'yes' });
    expect(pointersOf(wrong.body)).toEqual(['/enableWebhooks']);
  });

  it('is published whole when it is activated, then said to be live', async () => {
    const id = await create();
    const { status, body } = await activate(id);
    expect([status, body['status'], body['version']]).toEqual([200, 'live', 1]);
    expect(await read(id)).toEqual(body);

    const owed = await waitFor(() => (eventsAbout(id).length >= 2 ? eventsAbout(id) : undefined), {
      what: 'two events',
    });
    const about = { kind: 'campaign', sandbox: 'dev', id, version: 1 };
    expect(owed).toMatchObject([
      {
        topic: 'definition.published.v1',
        key: `campaign:dev:${id}:1`,
        id: `campaign:${id}:1`,
        data: { ...about, body: campaign },
      },
      {
        topic: 'definition.activated.v1',
        key: `campaign:dev:${id}`,
        id: `campaign:${id}:r1`,
        data: { ...about, revision: 1, state: 'live' },
      },
    ]);
  });

  it('is activated by a call without a body, also when that is said to be JSON', async () => {
    const url = `/v1/campaigns/${await create()}/activate`;
    expect((await manager.call('POST', url, dev, '')).status).toBe(200);
  });

  it('is activated once, whoever tries at the same time', async () => {
    const id = await create();
    const answers = await Promise.all(Array.from({ length: 12 }, () => activate(id)));
    const lost = answers.filter(({ status }) => status !== 200);
    expect(lost).toHaveLength(11);
    for (const answer of lost) expect(answer).toMatchObject({ status: 409, body: { code: 'AlreadyLive' } });
    const versions = await manager.database
      .selectFrom('definition_versions')
      .select('version')
      .where('id', '=', id)
      .execute();
    expect(versions).toEqual([{ version: 1 }]);
    expect((await read(id))['version']).toBe(1);
  });

  it('stays a draft while the review finds faults, each with its pointer', async () => {
    const content = [
      { treatment: 'A', locale: 'en', subject: ' ', html: '{{#if x}}' },
      { treatment: 'A', locale: 'EN', subject: 'Hi', html: '', text: ' ' },
    ];
    const id = await create({ category: 'marketing', channelConfigurationId: randomUUID(), content });
    const { status, headers, body } = await activate(id);
    expect([status, body['code']]).toEqual([422, 'ReviewFailed']);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(pointersOf(body)).toEqual([
      '/audienceId',
      '/channelConfigurationId',
      '/content/0/subject',
      '/content/0/html',
      '/content/1/html',
      '/content/1',
    ]);
    expect(await read(id)).toMatchObject({ status: 'draft', version: null });
  });

  it('cannot go through a channel configuration of another sandbox', async () => {
    const { body } = await manager.call('POST', '/v1/channel-configurations', prod, configuration);
    const answer = await activate(await create({ channelConfigurationId: body['id'] }));
    expect([answer.status, pointersOf(answer.body)]).toEqual([422, ['/channelConfigurationId']]);
  });

  it('is found by its name, the newest first', async () => {
    const first = await create({ name: 'Twice' });
    const second = await create({ name: 'Twice' });
    const { body } = await manager.call('GET', '/v1/campaigns?name=Twice', dev);
    expect(body['campaigns']).toMatchObject([{ id: second }, { id: first }]);
    const all = (await manager.call('GET', '/v1/campaigns', dev)).body['campaigns'] as unknown[];
    expect(all.length).toBeGreaterThan(2);
    expect(all.slice(0, 2)).toEqual(body['campaigns']);
  });

  it('does not exist for another sandbox', async () => {
    const id = await create({ name: 'Ours' });
    const notThere = { status: 404, body: { code: 'CampaignNotFound' } };
    expect(await manager.call('GET', `/v1/campaigns/${id}`, prod)).toMatchObject(notThere);
    expect(await activate(id, prod)).toMatchObject(notThere);
    expect((await manager.call('GET', '/v1/campaigns?name=Ours', prod)).body).toEqual({ campaigns: [] });
    expect(await read(id)).toMatchObject({ status: 'draft' });
  });

  it.each(['nobody', '%00', '%F0%9F%91%A9'])('is not there as %s', async (id) => {
    expect(await manager.call('GET', `/v1/campaigns/${id}`, dev)).toMatchObject({
      status: 404,
      body: { code: 'CampaignNotFound' },
    });
    expect(await activate(id)).toMatchObject({ status: 404, body: { code: 'CampaignNotFound' } });
  });

  it('takes one name at most for finding it', async () => {
    const { status, body } = await manager.call('GET', '/v1/campaigns?name=a&name=b', dev);
    expect([status, body['code']]).toEqual([400, 'InvalidRequest']);
    expect((await manager.call('GET', '/v1/campaigns?name=%00', dev)).status).toBe(400);
  });
});

describe('the body of a campaign', () => {
  const refused = async (changed: object) => {
    const { status, body } = await manager.call('POST', '/v1/campaigns', dev, { ...campaign, ...changed });
    return [status, body['code'], pointersOf(body)];
  };
  const variant = { treatment: 'A', locale: 'en', subject: 'Hi', html: '<p>Hi</p>' };
  const use = { alias: 'lineup', dataSourceId: 'lineup-1', join: { kind: 'all' } };

  it('must be whole: every missing member is named', async () => {
    const { status, headers, body } = await manager.call('POST', '/v1/campaigns', dev, {});
    expect([status, body['code']]).toEqual([400, 'InvalidRequest']);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect([...new Set(pointersOf(body))]).toEqual(Object.keys(campaign).map((member) => `/${member}`));
  });

  it.each([
    ['a member nobody knows', { contents: [] }, ['/contents']],
    ['a member of a variant nobody knows', { content: [{ ...variant, body: 'x' }] }, ['/content/0/body']],
    ['a locale that is none', { content: [variant, { ...variant, locale: 'en_US' }] }, ['/content/1/locale']],
    ['a subject of two lines', { content: [{ ...variant, subject: 'a\nBcc: b' }] }, ['/content/0/subject']],
    ['a text that is null', { content: [{ ...variant, text: null }] }, ['/content/0/text']],
    ['a NUL that no database keeps', { content: [{ ...variant, html: 'a\0' }] }, ['/content/0/html']],
    ['an audience that is none', { audienceId: null }, ['/audienceId']],
    ['data sources that are none', { dataSources: [null, []] }, ['/dataSources', '/dataSources/0', '/dataSources/1']],
    [
      'a data source without all',
      { dataSources: [{}] },
      ['alias', 'dataSourceId', 'join'].map((m) => `/dataSources/0/${m}`),
    ],
    ['an alias no template can name', { dataSources: [{ ...use, alias: 'line-up' }] }, ['/dataSources/0/alias']],
    ['an alias that is there twice', { dataSources: [use, { ...use, dataSourceId: 'other' }] }, ['/dataSources']],
    ['a join of another kind', { dataSources: [{ ...use, join: { kind: 'some' } }] }, ['/dataSources/0/join/kind']],
    [
      'a row of some column',
      { dataSources: [{ ...use, join: { kind: 'row', column: 'a' } }] },
      ['/dataSources/0/join/column'],
    ],
    ['a failure it cannot handle', { dataSources: [{ ...use, onFailure: 'wait' }] }, ['/dataSources/0/onFailure']],
    ['a branch to no name', { dataSources: [{ ...use, branchCampaignId: ' ' }] }, ['/dataSources/0/branchCampaignId']],
    ['no time to share', { dataSources: [{ ...use, shareForSeconds: 0 }] }, ['/dataSources/0/shareForSeconds']],
    [
      'more than a day to share',
      { dataSources: [{ ...use, shareForSeconds: 86_401 }] },
      ['/dataSources/0/shareForSeconds'],
    ],
    ['no way of being fresh', { dataSources: [{ ...use, freshness: 'etag' }] }, ['/dataSources/0/freshness']],
    ['a join of no kind', { dataSources: [{ ...use, join: {} }] }, ['/dataSources/0/join/kind']],
    [
      'a match without its sides',
      { dataSources: [{ ...use, join: { kind: 'match' } }] },
      ['/dataSources/0/join/column', '/dataSources/0/join/attribute'],
    ],
    [
      'a match in the place of all',
      { dataSources: [{ ...use, join: { kind: 'all', column: 'city' } }] },
      ['/dataSources/0/join/column'],
    ],
    [
      'a match by what is no attribute',
      { dataSources: [{ ...use, join: { kind: 'match', column: 'city', attribute: 'home..city' } }] },
      ['/dataSources/0/join/attribute'],
    ],
    [
      'more than 10 data sources',
      { dataSources: Array.from({ length: 11 }, (_, n) => ({ ...use, alias: `a${n}` })) },
      ['/dataSources'],
    ],
    ['no variant', { content: [] }, ['/content']],
    ['more than 50 variants', { content: Array.from({ length: 51 }, () => variant) }, ['/content']],
    ['an array in the place of a variant', { content: [[]] }, ['/content', '/content/0']],
  ])('is refused for %s', async (_, changed, pointers) => {
    expect(await refused(changed)).toEqual([400, 'InvalidRequest', pointers]);
  });

  it('must be there', async () => {
    const { status, body } = await manager.call('POST', '/v1/campaigns', dev, '');
    expect([status, body['code']]).toEqual([400, 'InvalidRequest']);
  });

  it.each(['{"name":', 'name=x'])('is refused as malformed when it is %j', async (text) => {
    expect(await manager.call('POST', '/v1/campaigns', dev, text)).toMatchObject({
      status: 400,
      body: { code: 'MalformedJson', status: 400 },
    });
  });
});
