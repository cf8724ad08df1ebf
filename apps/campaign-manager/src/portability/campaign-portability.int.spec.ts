import { scopes } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dump, load } from 'js-yaml';
import { isDeepStrictEqual } from 'node:util';
import type { BootstrapKey } from '../keys/bootstrap-key.js';
import { keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';

const dev = keyOf('dev');
const prod = keyOf('prod');
const importPath = '/v1/campaigns/import';

/** A document whose names are of one example alone. */
const documentOf = (name: string) => ({
  clarion: 1,
  campaign: {
    name: `${name} campaign`,
    category: 'marketing',
    channel: 'email',
    identityNamespace: 'crmId',
    createNewProfiles: true,
    dataSources: [{ alias: 'lineup', dataSource: `${name} data`, join: { kind: 'all' } }],
    content: [{ treatment: 'A', locale: 'en', subject: 'Tonight', html: '<p>\n{{unsubscribeUrl}}\n</p>' }],
  },
  audience: {
    name: `${name} people`,
    kind: 'rule',
    rule: { combinator: 'and', rules: [{ field: 'homeAddress.city', operator: '=', value: 'Oslo' }] },
  },
  channelConfiguration: {
    name: `${name} mail`,
    channel: 'email',
    category: 'marketing',
    sender: { name: 'The club', address: 'club@example.com' },
    provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
  },
  dataSources: [
    {
      name: `${name} data`,
      request: {
        url: 'https://api.example.com/lineup',
        auth: { kind: 'basic', username: 'ada', password: 's3cret' as unknown },
      },
      mapping: { arrayPath: '', columns: [{ id: 'player', key: 'player', type: 'text' }] },
    },
  ],
});
type Document = ReturnType<typeof documentOf>;

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

const send = (document: unknown, caller = dev, headers?: Record<string, string>) =>
  manager.call('POST', importPath, caller, document, headers);
const idOf = (part: unknown) => (part as { id: string }).id;
/** Imports a document that must be taken. */
async function take(document: Document, caller = dev) {
  const { status, body } = await send(document, caller);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}
async function exported(id: string, caller = dev): Promise<Document> {
  const { status, body } = await manager.call('GET', `/v1/campaigns/${id}/export`, caller);
  expect(status).toBe(200);
  return body as Document;
}
/** How many changes were written down, and how many versions published. */
async function traces(): Promise<number[]> {
  const count = async (table: 'audit_entries' | 'definition_versions') =>
    (await manager.database.selectFrom(table).select('kind').execute()).length;
  return [await count('audit_entries'), await count('definition_versions')];
}
/** The events about a part that are owed or published. */
async function eventsAbout(part: unknown) {
  const rows = await manager.database.selectFrom('outbox').select('key').execute();
  const isAbout = ({ key }: { key: string }) => key.includes(idOf(part));
  return { owed: rows.filter(isAbout).length, published: manager.published.filter(isAbout).length };
}
const parts = (outcome: string) => ({
  campaign: { outcome },
  audience: { outcome },
  channelConfiguration: { outcome },
  dataSources: [{ outcome }],
});
const pointersOf = (body: Record<string, unknown>) =>
  (body['errors'] as { pointer: string }[]).map((error) => error.pointer);
/** The names that the sandbox has of what an example would make. */
async function namesIn(name: string): Promise<string[]> {
  const rows = await manager.database
    .selectFrom('definitions')
    .select('name')
    .where('name', 'like', `${name}%`)
    .execute();
  return rows.map((row) => row.name);
}

describe('a document', () => {
  it('makes a campaign with all that it names: a draft, and a channel configuration that is live', async () => {
    const made = await take(documentOf('New'));
    expect(made).toMatchObject(parts('created'));
    const campaign = await manager.call('GET', `/v1/campaigns/${idOf(made['campaign'])}`, dev);
    expect(campaign.body).toMatchObject({
      status: 'draft',
      channelConfigurationId: idOf(made['channelConfiguration']),
      audienceId: idOf(made['audience']),
      dataSources: [{ dataSourceId: idOf((made['dataSources'] as unknown[])[0]) }],
    });
    await waitFor(async () => (await eventsAbout(made['channelConfiguration'])).published === 2, {
      what: 'its events',
    });
  });

  it('changes nothing when it comes again: nobody writes, nobody hears; not even with its secret', async () => {
    const document = documentOf('Again');
    const made = await take(document);
    const { channelConfiguration } = made;
    const told = { owed: 0, published: 2 };
    await waitFor(async () => isDeepStrictEqual(await eventsAbout(channelConfiguration), told), { what: 'its events' });
    const before = await traces();
    expect(await take(document)).toMatchObject(parts('unchanged'));
    expect(await take(await exported(idOf(made['campaign'])))).toMatchObject(parts('unchanged'));
    expect(await traces()).toEqual(before);
    expect(await eventsAbout(channelConfiguration)).toEqual(told);
  });

  it('is exported without secrets, and makes the same in another sandbox once they are filled in', async () => {
    const made = await take(documentOf('Moved'));
    const document = await exported(idOf(made['campaign']));
    expect(JSON.stringify(document)).not.toMatch(/s3cret|sealed/);
    expect(await send(document, prod)).toMatchObject({
      status: 422,
      body: { code: 'SecretNeeded', errors: [{ pointer: '/dataSources/0/request/auth/password' }] },
    });
    expect(await namesIn('Moved')).toHaveLength(4);

    const [dataSource] = document.dataSources;
    const auth = { ...dataSource?.request.auth, password: 'another' };
    const filled = { ...document, dataSources: [{ ...dataSource, request: { ...dataSource?.request, auth } }] };
    const moved = await take(filled as Document, prod);
    expect(moved).toMatchObject(parts('created'));
    expect(await exported(idOf(moved['campaign']), prod)).toEqual(document);
    expect(await take(document, prod)).toMatchObject(parts('unchanged'));
  });

  it('changes what differs, and only that', async () => {
    const document = documentOf('Other');
    const made = await take(document);
    const changed = {
      ...document,
      campaign: { ...document.campaign, createNewProfiles: false },
      channelConfiguration: { ...document.channelConfiguration, sender: { name: 'Us', address: 'us@example.com' } },
    };
    const outcomes = {
      ...parts('unchanged'),
      campaign: { outcome: 'updated' },
      channelConfiguration: { outcome: 'updated' },
    };
    expect(await take(changed)).toMatchObject(outcomes);
    const { body } = await manager.call('GET', `/v1/campaigns/${idOf(made['campaign'])}`, dev);
    expect(body).toMatchObject({ createNewProfiles: false });
    expect(await take(changed)).toMatchObject(parts('unchanged'));
  });

  it('takes another secret in the place of the one that is there', async () => {
    const document = documentOf('Secret');
    await take(document);
    const [dataSource] = document.dataSources;
    if (!dataSource) throw new Error('There is none');
    dataSource.request.auth.password = 'changed';
    const outcomes = { ...parts('unchanged'), dataSources: [{ outcome: 'updated' }] };
    expect(await take(document)).toMatchObject(outcomes);
    expect(await take(document)).toMatchObject(parts('unchanged'));
  });

  it('is done whole or not at all', async () => {
    const document = documentOf('Whole');
    const [use] = document.campaign.dataSources;
    const branching = {
      ...document.campaign,
      dataSources: [{ ...use, onFailure: 'branch', branchCampaign: 'Nobody' }],
    };
    const before = await traces();
    expect(await send({ ...document, campaign: branching })).toMatchObject({
      status: 422,
      body: { code: 'ReferenceNotFound', errors: [{ pointer: '/campaign/dataSources/0/branchCampaign' }] },
    });
    expect(await namesIn('Whole')).toEqual([]);
    expect(await traces()).toEqual(before);
  });

  it('makes one of each when it comes twice at once', async () => {
    const answers = await Promise.all([send(documentOf('Twice')), send(documentOf('Twice'))]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await namesIn('Twice')).toHaveLength(4);
  });

  it('is refused where the sandbox has two of a name', async () => {
    const { audience } = documentOf('Same');
    for (const one of [audience, audience]) await manager.call('POST', '/v1/audiences', dev, one);
    const { status, body } = await send(documentOf('Same'));
    expect([status, body['code'], pointersOf(body)]).toEqual([409, 'NameAmbiguous', ['/audience/name']]);
  });

  it('does not change a campaign that may not be edited, and leaves one that is archived out of account', async () => {
    const document = documentOf('Ended');
    const made = await take(document);
    await manager.call('POST', `/v1/campaigns/${idOf(made['campaign'])}/request-review`, dev);
    const changed = { ...document, campaign: { ...document.campaign, description: 'Another' } };
    expect(await send(changed)).toMatchObject({ status: 409, body: { code: 'MoveNotAllowed' } });
    expect(await take(document)).toMatchObject(parts('unchanged'));
    const { database } = manager;
    const archived = { state: 'archived', version: 1, revision: 1 };
    await database.updateTable('definitions').set(archived).where('id', '=', idOf(made['campaign'])).execute();
    expect(await take(document)).toMatchObject({ ...parts('unchanged'), campaign: { outcome: 'created' } });
  });

  it('goes as YAML too, both ways', async () => {
    const yaml = { 'content-type': 'application/yaml' };
    const made = await send(dump(documentOf('Yaml')), dev, yaml);
    expect(made).toMatchObject({ status: 200, body: parts('created') });
    const path = `/v1/campaigns/${idOf(made.body['campaign'])}/export`;
    const { headers, body } = await manager.call('GET', path, dev, undefined, { accept: 'application/yaml' });
    expect(headers['content-type']).toBe('application/yaml; charset=utf-8');
    expect(load(String(body['text']))).toEqual(await exported(idOf(made.body['campaign'])));
    expect(await send(body['text'], dev, yaml)).toMatchObject({ status: 200, body: parts('unchanged') });
  });

  it.each([
    ['that is broken', 'a: [1', 400, 'MalformedYaml'],
    ['with __proto__', '__proto__: {clarion: 1}', 400, 'MalformedJson'],
    ['nested deep', `a: ${'['.repeat(300)}${']'.repeat(300)}`, 400, 'MalformedYaml'],
    ['that says nothing', '# nothing', 400, 'InvalidRequest'],
    ['over 4 MB', `a: ${'x'.repeat(4 * 1024 * 1024)}`, 413, 'BodyTooLarge'],
  ])('is refused as YAML %s', async (_, yaml, status, code) => {
    expect(await send(yaml, dev, { 'content-type': 'application/yaml' })).toMatchObject({ status, body: { code } });
  });

  it('is the only body that may be YAML', async () => {
    const answer = await manager.call('POST', '/v1/audiences', dev, 'a: 1', { 'content-type': 'application/yaml' });
    expect(answer).toMatchObject({ status: 415, body: { code: 'UnsupportedMediaType' } });
  });

  it('is refused with pointers from its top', async () => {
    const { status, body } = await send({ ...documentOf('Bad'), clarion: 2 });
    expect([status, pointersOf(body)]).toEqual([400, ['/clarion']]);
  });
});

describe('what a campaign names', () => {
  it('must be there when it is exported', async () => {
    const lost = { ...documentOf('Lost').campaign, channelConfigurationId: 'nobody', dataSources: [] };
    const made = await manager.call('POST', '/v1/campaigns', dev, lost);
    const answer = await manager.call('GET', `/v1/campaigns/${String(made.body['id'])}/export`, dev);
    expect(answer).toMatchObject({ status: 422, body: { code: 'ReferenceNotFound' } });
    expect(pointersOf(answer.body)).toEqual(['/channelConfigurationId']);
  });

  it('is not there for another sandbox, nor is the campaign', async () => {
    const made = await take(documentOf('Ours'));
    const answer = await manager.call('GET', `/v1/campaigns/${idOf(made['campaign'])}/export`, prod);
    expect(answer).toMatchObject({ status: 404, body: { code: 'CampaignNotFound' } });
  });
});

describe('the scopes that a document needs', () => {
  const keyWithout = async (missing: string): Promise<BootstrapKey> => {
    const held = Object.keys(scopes).filter((scope) => scope !== missing);
    const { body } = await manager.call('POST', '/v1/api-keys', dev, { name: `No ${missing}`, scopes: held });
    return { id: String(body['id']), secret: String(body['secret']), sandbox: 'dev' };
  };

  it.each(['campaigns', 'channel-configurations', 'audiences', 'data-sources'])('are those of its %s', async (kind) => {
    const made = await take(documentOf(`Scopes of ${kind}`));
    const lacking = { status: 403, body: { code: 'ScopeMissing' } };
    const noWriter = await keyWithout(`${kind}:write`);
    expect(await send(documentOf(`Scopes of ${kind}`), noWriter)).toMatchObject(lacking);
    const noReader = await keyWithout(`${kind}:read`);
    const path = `/v1/campaigns/${idOf(made['campaign'])}/export`;
    expect(await manager.call('GET', path, noReader)).toMatchObject(lacking);
  });
});
