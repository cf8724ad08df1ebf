import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { allAt, keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';
import { ServiceStandIn } from '../service-stand-in.js';

const dev = keyOf('dev');
const rows = [{ lineNum: 1, act: 'Wren' }];
const mail = {
  ...{ from: { name: 'Shop', address: 'shop@x.example' }, to: 'ada@x.example', subject: 'Hi', html: 'x' },
  ...{ headers: {}, bytes: { html: 1, text: 0, message: 400 } },
};

describe('the preview of a campaign', () => {
  let database: TestDatabase;
  let others: ServiceStandIn;
  let manager: ManagerUnderTest;
  let campaignId: string;
  let ids: { lineup: string; coupons: string };

  const create = async (collection: string, body: object): Promise<string> => {
    const answer = await manager.call('POST', `/v1/${collection}`, dev, body);
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  };
  const preview = (body: object, id = campaignId) => manager.call('POST', `/v1/campaigns/${id}/preview`, dev, body);
  const askedAt = (path: string) => others.asked.filter(({ url }) => url.startsWith(path)).map(({ body }) => body);
  const variant = { treatment: 'A', locale: 'en', subject: 'Hi {{context.name}}', html: '{{data.coupons.code}}' };
  const dataSource = (name: string, more: object = {}) => ({
    name,
    request: {
      method: 'POST',
      url: `https://api.example.com/${name}`,
      inboundColumns: [{ key: 'city', attribute: 'homeAddress.city' }],
    },
    mapping: { arrayPath: '', columns: [{ id: 'code', key: 'code', type: 'text' }] },
    ...more,
  });

  beforeAll(async () => {
    database = await testDatabase();
    others = await ServiceStandIn.start();
    manager = await startManager(database.url, others.url, allAt(others.url));
    ids = {
      lineup: await create('data-sources', dataSource('lineup')),
      coupons: await create(
        'data-sources',
        dataSource('coupons', { policy: { hasSideEffects: true, sample: [{ code: 'SAMPLE' }] } }),
      ),
    };
    campaignId = await create('campaigns', {
      ...{ name: 'Match day', category: 'marketing', channel: 'email', channelConfigurationId: 'none' },
      ...{ identityNamespace: 'crm', createNewProfiles: false },
      dataSources: [
        { alias: 'lineup', dataSourceId: ids.lineup, join: { kind: 'all' }, onFailure: 'ignore' },
        { alias: 'coupons', dataSourceId: ids.coupons, join: { kind: 'row' } },
      ],
      content: [variant, { ...variant, locale: 'pt-BR' }],
    });
  });

  beforeEach(() => {
    others.asked.length = 0;
    const facts = { attributes: { homeAddress: { city: 'Oslo' } }, variant: { treatment: 'A', locale: 'en' } };
    others.answer('/internal/recipient-facts', { ...facts, address: 'ada@x.example', exclusion: 'NoConsent' });
    others.answer('/internal/data-sources/test', { ok: true, rows, rowCount: 1, warnings: [] });
    others.answer('/internal/snapshots/7/facts', { id: '7', dataSourceId: ids.lineup, rows: [] });
    others.answer('/internal/previews', { mail, data: {}, findings: [] });
  });

  afterAll(async () => {
    await manager.stop();
    others.stop();
    await database.drop();
  });

  it('is of the draft, whatever keeps that from going live, for a stored person and what is said to them', async () => {
    const recipient = { namespace: 'crm', userId: 'ada', profile: { tier: 'gold' }, context: { name: 'Ada' } };
    const data = [{ alias: 'lineup', from: 'snapshot', snapshotId: '7' }];
    const { status, body } = await preview({ recipient, context: { name: 'all', home: 'Larks' }, data });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ treatment: 'A', locale: 'en', mail, data: {} },
      findings: [{ severity: 'warning', code: 'NoConsent', pointer: '', detail: expect.any(String) }],
    });
    expect(askedAt('/internal/recipient-facts')).toEqual([
      {
        ...{ sandbox: 'dev', category: 'marketing', channel: 'email', createNewProfiles: false },
        content: ['en', 'pt-BR'].map((locale) => ({ treatment: 'A', locale })),
        ...{ namespace: 'crm', userId: 'ada', profile: { tier: 'gold' } },
      },
    ]);
    expect(askedAt('/internal/previews')).toMatchObject([
      {
        sandbox: 'dev',
        campaign: { name: 'Match day', content: [variant, { locale: 'pt-BR' }] },
        recipient: { address: 'ada@x.example', locale: 'en', context: { name: 'Ada', home: 'Larks' } },
        data: { lineup: { snapshotId: '7' }, coupons: { rows } },
      },
    ]);
    expect(manager.published.filter(({ key }) => key.includes(campaignId))).toEqual([]);
  });

  it('asks a source live as the first of its run, and has the sample of its policy unless told', async () => {
    const context = { name: 'Ada' };
    await preview({ context, data: [{ alias: 'lineup', from: 'live' }] });
    expect(askedAt('/internal/data-sources/test')).toMatchObject([
      { sandbox: 'dev', name: 'lineup', context, members: [{ 'homeAddress.city': 'Oslo' }], mostRows: 1_000 },
      { sandbox: 'dev', name: 'coupons', answer: [{ code: 'SAMPLE' }] },
    ]);
    others.asked.length = 0;
    await preview({ context, data: [{ alias: 'coupons', from: 'sample', sample: [{ code: 'GIVEN' }] }] });
    expect(askedAt('/internal/data-sources/test')).toMatchObject([{ answer: [{ code: 'GIVEN' }] }]);
  });

  it('says what its sources lack: an error, but where the campaign goes on without', async () => {
    const { body } = await preview({ context: { name: 'Ada' } });
    expect(body).toMatchObject({
      mail,
      findings: [{ code: 'NoConsent' }, { severity: 'warning', code: 'DataNotChosen', pointer: '/dataSources/0' }],
    });
    expect(askedAt('/internal/previews')).toMatchObject([{ data: { lineup: null } }]);

    others.answer('/internal/data-sources/test', {
      ok: false,
      reason: 'DataSourceRefused',
      detail: '503',
      warnings: [],
    });
    const failed = (await preview({ data: [{ alias: 'coupons', from: 'live' }] })).body;
    expect(failed).not.toHaveProperty('mail');
    expect(failed).toMatchObject({
      findings: expect.arrayContaining([
        { severity: 'error', code: 'DataSourceRefused', pointer: '/dataSources/1', detail: 'data.coupons: 503' },
      ]),
    });
  });

  it('takes no snapshot of another data source', async () => {
    const { body } = await preview({ data: [{ alias: 'coupons', from: 'snapshot', snapshotId: '7' }] });
    expect(body).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ code: 'SnapshotNotFound' })]),
    });
  });

  it('passes on what the answers are marked with, and tells of a context that no call may have', async () => {
    others.answer('/internal/data-sources/test', {
      ok: true,
      rows,
      rowCount: 5_000,
      warnings: ['Only the first page.'],
    });
    const { body } = await preview({ data: [{ alias: 'lineup', from: 'live' }] });
    const codes = (body['findings'] as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(['NoConsent', 'ContextInvalid', ...Array<string>(4).fill('DataSourceNoted')]);
  });

  it('is of the variant that is asked for, or of none', async () => {
    await preview({ recipient: { locale: 'PT-br' } });
    expect(askedAt('/internal/recipient-facts')).toMatchObject([{ content: [{ treatment: 'A', locale: 'pt-BR' }] }]);
    expect(await preview({ recipient: { treatment: 'B' } })).toMatchObject({
      status: 422,
      body: { code: 'VariantNotFound', errors: [{ pointer: '/recipient' }] },
    });
  });

  it('is of a version that was published, and of no other', async () => {
    expect(await preview({ version: 1 })).toMatchObject({ status: 404, body: { code: 'VersionNotFound' } });
    expect(await preview({}, 'none')).toMatchObject({ status: 404, body: { code: 'CampaignNotFound' } });
    const prod = keyOf('prod');
    const foreign = await manager.call('POST', `/v1/campaigns/${campaignId}/preview`, prod, {});
    expect(foreign).toMatchObject({ status: 404, body: { code: 'CampaignNotFound' } });
  });

  it.each<[string, object, string[]]>([
    ['half an identity', { recipient: { userId: 'ada' } }, ['/recipient/namespace']],
    ['a language that is none', { recipient: { language: '?' } }, ['/recipient/language']],
    ['a place that there is not', { data: [{ alias: 'lineup', from: 'moon' }] }, ['/data/0/from']],
    ['no snapshot', { data: [{ alias: 'lineup', from: 'snapshot' }] }, ['/data/0/snapshotId']],
    ['a source named twice', { data: Array(2).fill({ alias: 'lineup', from: 'live' }) }, ['/data']],
    ['what there is not', { mode: 'fast', version: 0 }, ['/mode', '/version']],
  ])('is refused for %s', async (_, body, pointers) => {
    const answer = await preview(body);
    expect(answer.status).toBe(400);
    expect((answer.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual(pointers);
  });

  it('waits for nobody who is away', async () => {
    others.answer('/internal/previews', {}, 500);
    expect(await preview({ context: { name: 'Ada' } })).toMatchObject({
      status: 503,
      body: { code: 'ServiceUnavailable' },
    });
  });
});
