import { events, faultOf, type Campaign } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { findingKinds } from './review/finding.js';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const dev = keyOf('dev');
const prod = keyOf('prod');
const configuration = {
  name: 'Club mail',
  channel: 'email',
  category: 'marketing',
  sender: { name: 'The club', address: 'club@example.com' },
  provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
};
const rule = { combinator: 'and', rules: [{ field: 'homeAddress.city', operator: 'in', value: 'Oslo, Bergen' }] };
const fans = { name: 'Fans', kind: 'rule', rule };
const lineup = {
  name: 'Line-up',
  request: { method: 'POST', url: 'https://api.example.com/lineup' },
  mapping: { arrayPath: '/lineup', columns: [{ id: 'player', key: 'name', type: 'text' }] },
};
const weather = {
  name: 'Weather',
  request: {
    method: 'POST',
    url: 'https://api.example.com/weather',
    inboundColumns: [{ key: 'region', attribute: 'homeAddress.city' }],
  },
  mapping: { arrayPath: '', columns: [{ id: 'region', key: 'region', type: 'text' }] },
};
const defaults = { addCount: true, inboundColumns: [], params: {}, timeoutMs: 60_000 };
const variant = {
  treatment: 'A',
  locale: 'en',
  subject: 'Match day',
  html: '{{#each data.lineup}}<li>{{player}}</li>{{/each}} {{data.weather.[0].region}}',
};

let database: TestDatabase;
let manager: ManagerUnderTest;
let ids: { configuration: string; audience: string; lineup: string; weather: string };

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
  ids = {
    configuration: await create('channel-configurations', configuration),
    audience: await create('audiences', fans),
    lineup: await create('data-sources', lineup),
    weather: await create('data-sources', weather),
  };
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const create = async (collection: string, body: object, caller = dev): Promise<string> => {
  const answer = await manager.call('POST', `/v1/${collection}`, caller, body);
  expect(answer.status).toBe(201);
  return String(answer.body['id']);
};
const byCity = { kind: 'match', column: 'region', attribute: 'homeAddress.city' };
const matchDay = () => ({
  name: 'Match day',
  category: 'marketing',
  channel: 'email',
  channelConfigurationId: ids.configuration,
  identityNamespace: 'crmId',
  createNewProfiles: false,
  audienceId: ids.audience,
  dataSources: [
    { alias: 'lineup', dataSourceId: ids.lineup, join: { kind: 'all' } },
    { alias: 'weather', dataSourceId: ids.weather, join: byCity },
  ],
  content: [variant],
});
const read = async (id: string) => (await manager.call('GET', `/v1/campaigns/${id}`, dev)).body;
const activate = (id: string) => manager.call('POST', `/v1/campaigns/${id}/activate`, dev);
const versionOf = async (id: string) =>
  (await manager.call('GET', `/internal/definitions/campaign/${id}/versions/1`, dev)).body['body'] as Campaign;
const publishedOf = (id: string) =>
  manager.published.filter(({ topic, key }) => topic === events.definitionPublished.type && key.includes(id));

describe('a marketing campaign', () => {
  it('is published once and whole: with the rule of its audience, and its data sources', async () => {
    const id = await create('campaigns', matchDay());
    expect((await activate(id)).status).toBe(200);
    await waitFor(() => manager.published.some(({ id: event }) => event === `campaign:${id}:r1`) || undefined, {
      what: 'the activation',
    });

    const [published, ...more] = publishedOf(id);
    expect(more).toEqual([]);
    const { audienceId, dataSources, ...rest } = matchDay();
    const body = {
      ...rest,
      audience: { id: audienceId, kind: 'rule', rule },
      dataSources: [
        { ...dataSources[0], request: { ...defaults, ...lineup.request }, mapping: lineup.mapping },
        { ...dataSources[1], request: { ...defaults, ...weather.request }, mapping: weather.mapping },
      ],
    };
    expect(published?.data).toEqual({ kind: 'campaign', sandbox: 'dev', id, version: 1, body });
    expect(faultOf(events.definitionPublished, published?.data)).toBeUndefined();
    expect(await versionOf(id)).toEqual(body);
  });

  it('carries how its data sources are called, joined, and done without', async () => {
    const policy = { retries: 1, retryStatuses: [503] };
    const auth = { kind: 'header', name: 'x-api-key', value: 's3cret' };
    const coupons = { ...lineup, policy, request: { ...lineup.request, auth } };
    const dataSourceId = await create('data-sources', coupons);
    const use = { alias: 'coupon', dataSourceId, join: { kind: 'row' }, onFailure: 'skip' };
    const content = [{ ...variant, html: '{{data.coupon.player}} {{data.coupon.lineNum}}' }];
    const id = await create('campaigns', { ...matchDay(), dataSources: [use], content });
    expect(await read(id)).toMatchObject({ dataSources: [use] });
    expect((await activate(id)).status).toBe(200);

    const [carried] = (await versionOf(id)).dataSources ?? [];
    const host = 'api.example.com:443';
    const value = { sealed: expect.any(String), host };
    expect(carried).toEqual({
      ...{ ...use, policy, mapping: lineup.mapping },
      request: { ...defaults, ...lineup.request, auth: { ...auth, value } },
    });
    const kept = carried?.request.auth?.kind === 'header' ? carried.request.auth.value.sealed : '';
    expect(manager.secrets.open(kept, { sandbox: 'dev', host })).toBe('s3cret');
    expect(JSON.stringify(publishedOf(id))).not.toContain('s3cret');
  });

  it('is shown as it was written, also once it is live', async () => {
    const id = await create('campaigns', matchDay());
    const draft = await read(id);
    expect(draft).toMatchObject({ ...matchDay(), status: 'draft', version: null });
    const { body } = await activate(id);
    const became = { status: 'live', moves: expect.any(Array), version: 1, hasUnpublishedChanges: false };
    expect(body).toEqual({ ...draft, ...became, updatedAt: expect.any(String) });
    expect(await read(id)).toEqual(body);
  });

  it('may be for a list of people, and need no data', async () => {
    const identities = [{ namespace: 'crmId', userId: 'ada' }];
    const audienceId = await create('audiences', { name: 'Staff', kind: 'list', identities });
    const { dataSources, ...rest } = matchDay();
    expect(dataSources).toHaveLength(2);
    const id = await create('campaigns', { ...rest, audienceId, content: [{ ...variant, html: 'Hi' }] });
    expect((await activate(id)).status).toBe(200);
    const version = await versionOf(id);
    expect(version.audience).toEqual({ id: audienceId, kind: 'list', identities });
    expect(version).not.toHaveProperty('dataSources');
  });

  it('stays what was published when its audience and its data sources change', async () => {
    const audienceId = await create('audiences', fans);
    const dataSourceId = await create('data-sources', lineup);
    const [first, ...others] = matchDay().dataSources;
    const id = await create('campaigns', {
      ...matchDay(),
      audienceId,
      dataSources: [{ ...first, dataSourceId }, ...others],
    });
    await activate(id);
    const version = await versionOf(id);

    const everyone = { ...fans, rule: { combinator: 'and', rules: [] } };
    expect((await manager.call('PUT', `/v1/audiences/${audienceId}`, dev, everyone)).status).toBe(200);
    expect((await manager.call('PUT', `/v1/data-sources/${dataSourceId}`, dev, { name: 'Gone' })).status).toBe(200);
    expect(version.audience).toMatchObject({ rule });
    expect(await versionOf(id)).toEqual(version);
    expect(publishedOf(id)).toHaveLength(1);
  });
});

describe('the activation of a campaign', () => {
  const faultsOf = async (changed: object) => {
    const id = await create('campaigns', { ...matchDay(), ...changed });
    const { status, body } = await activate(id);
    expect([status, body['code']]).toEqual([422, 'ReviewFailed']);
    expect(await read(id)).toMatchObject({ status: 'draft', version: null });
    expect(publishedOf(id)).toEqual([]);
    const errors = body['errors'] as { pointer: string; detail: string; code: string }[];
    expect(errors.filter(({ code }) => !(code in findingKinds))).toEqual([]);
    return errors.map(({ pointer, detail }) => ({ pointer, detail }));
  };
  const using = (dataSourceId: string, join: object = { kind: 'all' }) => ({
    dataSources: [{ alias: 'lineup', dataSourceId, join }],
    content: [{ ...variant, html: 'Hi' }],
  });

  it('needs an audience', async () => {
    expect(await faultsOf({ audienceId: undefined })).toEqual([
      { pointer: '/audienceId', detail: 'A marketing campaign needs an audience.' },
    ]);
  });

  it('finds no audience and no data source of another sandbox', async () => {
    const audienceId = await create('audiences', fans, prod);
    const elsewhere = await create('data-sources', lineup, prod);
    expect(await faultsOf({ audienceId, ...using(elsewhere) })).toEqual([
      { pointer: '/audienceId', detail: 'There is no such audience.' },
      { pointer: '/dataSources/0/dataSourceId', detail: 'There is no such data source.' },
    ]);
  });

  it('finds no audience under the id of a data source', async () => {
    expect(await faultsOf({ audienceId: ids.lineup })).toMatchObject([{ pointer: '/audienceId' }]);
  });

  it.each([
    ['request', { name: 'Draft', mapping: lineup.mapping }],
    ['mapping', { name: 'Draft', request: lineup.request }],
  ])('needs the %s of each data source', async (member, draft) => {
    expect(await faultsOf(using(await create('data-sources', draft)))).toEqual([
      { pointer: '/dataSources/0/dataSourceId', detail: `The data source has no ${member} yet.` },
    ]);
  });

  it('needs the column that is matched', async () => {
    expect(await faultsOf(using(ids.lineup, byCity))).toEqual([
      { pointer: '/dataSources/0/join/column', detail: 'The data source has no column "region".' },
    ]);
  });

  it('needs data sources for what templates read', async () => {
    expect(await faultsOf({ dataSources: [] })).toEqual([
      { pointer: '/content/0/html', detail: '"lineup" in data.lineup is no data source of the campaign.' },
      { pointer: '/content/0/html', detail: '"weather" in data.weather.0.region is no data source of the campaign.' },
    ]);
  });

  it('needs the columns that templates read', async () => {
    expect(await faultsOf({ content: [{ ...variant, html: '{{#each data.lineup}}{{name}}{{/each}}' }] })).toEqual([
      { pointer: '/content/0/html', detail: '"name" in data.lineup.[].name is no column of the data source.' },
    ]);
  });

  it('shares nothing with other executions', async () => {
    const [use] = using(ids.lineup).dataSources;
    expect(await faultsOf({ ...using(ids.lineup), dataSources: [{ ...use, shareForSeconds: 60 }] })).toEqual([
      {
        pointer: '/dataSources/0/shareForSeconds',
        detail: 'Only executions of transactional campaigns share what was fetched.',
      },
    ]);
  });

  it('needs a channel configuration of its category', async () => {
    const transactional = await create('channel-configurations', { ...configuration, category: 'transactional' });
    expect(await faultsOf({ channelConfigurationId: transactional })).toEqual([
      { pointer: '/channelConfigurationId', detail: 'The channel configuration is for transactional campaigns.' },
    ]);
    expect(await faultsOf({ category: 'transactional' })).toMatchObject([
      { pointer: '/audienceId' },
      { pointer: '/channelConfigurationId' },
    ]);
  });

  it('tells all faults at once', async () => {
    const changed = { audienceId: randomUUID(), channelConfigurationId: randomUUID(), ...using(randomUUID()) };
    expect(await faultsOf({ ...changed, content: [{ ...variant, html: '{{name}}' }] })).toMatchObject([
      { pointer: '/audienceId' },
      { pointer: '/channelConfigurationId' },
      { pointer: '/dataSources/0/dataSourceId' },
      { pointer: '/content/0/html' },
    ]);
  });

  it('succeeds once the fault is put right', async () => {
    const dataSourceId = await create('data-sources', { name: 'Draft' });
    const id = await create('campaigns', { ...matchDay(), ...using(dataSourceId) });
    expect((await activate(id)).status).toBe(422);
    await manager.call('PUT', `/v1/data-sources/${dataSourceId}`, dev, lineup);
    expect((await activate(id)).status).toBe(200);
  });

  it('is refused where the version would be larger than 4 MB', async () => {
    const request = { ...lineup.request, params: { text: 'x'.repeat(600_000) } };
    const dataSourceId = await create('data-sources', { ...lineup, request });
    const dataSources = Array.from({ length: 8 }, (_, n) => ({
      alias: n === 0 ? 'lineup' : `lineup${n}`,
      dataSourceId,
      join: { kind: 'all' },
    }));
    const id = await create('campaigns', { ...matchDay(), dataSources, content: [{ ...variant, html: 'Hi' }] });
    expect(await activate(id)).toMatchObject({ status: 422, body: { code: 'VersionTooLarge' } });
    expect(await read(id)).toMatchObject({ status: 'draft', version: null });
    expect(publishedOf(id)).toEqual([]);
  });
});
