import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const dev = keyOf('dev');
const past = '2020-01-01T00:00:00Z';
const future = '2999-01-01T00:00:00Z';

let database: TestDatabase;
let manager: ManagerUnderTest;
let campaign: Record<string, unknown>;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
  const { body } = await manager.call('POST', '/v1/channel-configurations', dev, {
    name: 'Shop mail',
    channel: 'email',
    category: 'transactional',
    sender: { name: 'The shop', address: 'shop@example.com' },
    provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
  });
  campaign = {
    category: 'transactional',
    channel: 'email',
    channelConfigurationId: body['id'],
    identityNamespace: 'crmId',
    createNewProfiles: true,
    content: [{ treatment: 'A', locale: 'en', subject: 'Hi', html: 'Hi' }],
  };
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

async function create(name: string, changes: object = {}): Promise<string> {
  const { status, body } = await manager.call('POST', '/v1/campaigns', dev, { ...campaign, name, ...changes });
  expect(status).toBe(201);
  return String(body['id']);
}
async function moved(name: string, move: string, changes: object = {}): Promise<void> {
  expect((await manager.call('POST', `/v1/campaigns/${await create(name, changes)}/${move}`, dev)).status).toBe(200);
}

interface Listed {
  id: string;
  name: string;
  status: string;
  createdAt: string;
}

async function list(query: Record<string, string> = {}, kind = 'campaigns') {
  const { status, body } = await manager.call('GET', `/v1/${kind}?${new URLSearchParams(query).toString()}`, dev);
  expect([status, body['detail']]).toEqual([200, undefined]);
  return body as { campaigns: Listed[]; next?: string };
}
const namesOf = ({ campaigns }: { campaigns: Listed[] }) => campaigns.map(({ name }) => name);
const named = async (query: Record<string, string>) => namesOf(await list(query)).toSorted();

describe('a list of campaigns', () => {
  it('is told page by page, newest first, also while others come and go', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) ids.unshift(await create('Paged', { tags: [`n${n}`] }));
    const seen: string[] = [];
    for (let query: Record<string, string> = { name: 'Paged', limit: '3' }; ;) {
      const { campaigns, next } = await list(query);
      seen.push(...campaigns.map(({ id }) => id));
      if (next === undefined) break;
      await create('Paged');
      await manager.call('DELETE', `/v1/campaigns/${campaigns.at(-1)?.id ?? ''}`, dev);
      query = { ...query, after: next };
    }
    expect(seen).toEqual(ids);
  });

  it('has no next page where the last one is full', async () => {
    await create('Two');
    await create('Two');
    expect(await list({ name: 'Two', limit: '2' })).toEqual({ campaigns: expect.arrayContaining([]) as unknown });
    expect((await list({ name: 'Two', limit: '1' })).next).toEqual(expect.any(String));
  });

  it('holds those of a status, which for some of them follows from the clock', async () => {
    const category = { tags: ['by status'] };
    await create('draft', category);
    await moved('in-review', 'request-review', category);
    await moved('scheduled', 'activate', { ...category, schedule: { startAt: future } });
    await moved('live', 'activate', { ...category, schedule: { startAt: past, endAt: future } });
    await moved('live, always', 'activate', category);
    await moved('completed', 'activate', { ...category, schedule: { endAt: past } });
    const of = (status: string) => named({ tag: 'by status', status });
    for (const status of ['draft', 'in-review', 'scheduled', 'completed']) expect(await of(status)).toEqual([status]);
    expect(await of('live')).toEqual(['live', 'live, always']);
    expect(await of('stopped')).toEqual([]);
    expect(await of('draft,completed,stopped')).toEqual(['completed', 'draft']);
    for (const { name, status } of (await list({ tag: 'by status' })).campaigns)
      expect(name.split(',')[0]).toBe(status);
  });

  it('holds those that have a text in their name or description, a tag, a category', async () => {
    await create('Été: 100% off', { tags: ['sale', 'summer'] });
    await create('Plain', { description: 'For the ÉTÉ\nonly', category: 'marketing', tags: ['summer time'] });
    expect(await named({ text: 'été' })).toEqual(['Plain', 'Été: 100% off']);
    expect(await named({ text: '% OFF' })).toEqual(['Été: 100% off']);
    expect(await named({ text: 'été', category: 'marketing' })).toEqual(['Plain']);
    expect(await named({ text: 'été', category: 'transactional', channel: 'email' })).toEqual(['Été: 100% off']);
    expect(await named({ tag: 'summer' })).toEqual(['Été: 100% off']);
    expect(await named({ text: '_lain' })).toEqual([]);
  });

  it('holds those of a time: from its begin on, before its end', async () => {
    const id = await create('Timed');
    const createdAt = (await list({ name: 'Timed' })).campaigns[0]?.createdAt ?? '';
    const later = new Date(Date.parse(createdAt) + 1).toISOString();
    expect(await named({ name: 'Timed', createdFrom: createdAt, createdTo: later })).toEqual(['Timed']);
    expect(await named({ name: 'Timed', createdTo: createdAt })).toEqual([]);
    expect(await named({ name: 'Timed', createdFrom: later })).toEqual([]);
    const changed = await manager.call(
      'PUT',
      `/v1/campaigns/${id}`,
      dev,
      { ...campaign, name: 'Timed' },
      { 'if-match': '*' },
    );
    const updatedAt = String(changed.body['updatedAt']);
    expect(await named({ name: 'Timed', updatedFrom: updatedAt })).toEqual(['Timed']);
    expect(await named({ name: 'Timed', updatedTo: updatedAt })).toEqual([]);
  });

  it('is of one sandbox', async () => {
    await create('Ours');
    const { body } = await manager.call('GET', '/v1/campaigns?text=ours', keyOf('prod'));
    expect(body).toEqual({ campaigns: [] });
  });

  it('is refused with a sentence for what it has no parameter for', async () => {
    const { status, body } = await manager.call('GET', '/v1/campaigns?nmae=Ours', dev);
    expect([status, body['code'], body['detail']]).toEqual([400, 'InvalidRequest', expect.stringContaining('nmae')]);
  });
});

describe.each([
  ['audiences', 'audiences', { kind: 'rule', rule: { combinator: 'and', rules: [] } }],
  ['data-sources', 'dataSources', {}],
])('a list of %s', (path, plural, body) => {
  it('has the same pages', async () => {
    for (const name of ['One', 'Two', 'Three']) await manager.call('POST', `/v1/${path}`, dev, { name, ...body });
    const page = async (query: Record<string, string>) => {
      const answer = (await list(query, path)) as unknown as Record<string, Listed[]> & { next?: string };
      return [answer[plural]?.map(({ name }) => name), answer.next] as const;
    };
    const [first, next = ''] = await page({ limit: '2' });
    expect(first).toEqual(['Three', 'Two']);
    expect(await page({ limit: '2', after: next })).toEqual([['One'], undefined]);
    expect(await page({ text: 'TW' })).toEqual([['Two'], undefined]);
  });

  it('has no status', async () => {
    const { status, body: problem } = await manager.call('GET', `/v1/${path}?status=live`, dev);
    expect([status, problem['code']]).toEqual([400, 'InvalidRequest']);
  });
});
