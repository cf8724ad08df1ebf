import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { campaignMoves, campaignStatuses, movesFrom, type CampaignMove, type CampaignStatus } from './campaign-life.js';
import { ensureBootstrapKey } from './keys/bootstrap-key.js';
import { keyOf, startManager, type Answer, type ManagerUnderTest } from './manager-under-test.js';

const dev = keyOf('dev');
/** Approves what `dev` writes. */
const chief = { ...dev, id: 'chief' };
const configuration = {
  name: 'Shop mail',
  channel: 'email',
  category: 'transactional',
  sender: { name: 'The shop', address: 'shop@example.com' },
  provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
};
const content = (subject: string) => [{ treatment: 'A', locale: 'en', subject, html: '<p>Hi</p>' }];

let database: TestDatabase;
let manager: ManagerUnderTest;
let campaign: Record<string, unknown>;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
  await ensureBootstrapKey(manager.database, manager.changes, chief);
  const { body } = await manager.call('POST', '/v1/channel-configurations', dev, configuration);
  campaign = {
    name: 'Password reset',
    category: 'transactional',
    channel: 'email',
    channelConfigurationId: body['id'],
    identityNamespace: 'crmId',
    createNewProfiles: true,
    content: content('First'),
  };
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const at = (id: string, move = '') => `/v1/campaigns/${id}${move && `/${move}`}`;
const post = (id: string, move: string, headers?: Record<string, string>) =>
  manager.call('POST', at(id, move), dev, undefined, headers);
const read = (id: string) => manager.call('GET', at(id), dev);
const put = (id: string, body: object, ifMatch = '*') =>
  manager.call('PUT', at(id), dev, body, { 'if-match': ifMatch });
const tagOf = ({ headers }: Answer) => String(headers['etag']);

async function create(changes: object = {}): Promise<string> {
  const { status, body } = await manager.call('POST', '/v1/campaigns', dev, { ...campaign, ...changes });
  expect(status).toBe(201);
  return String(body['id']);
}

async function live(changes: object = {}): Promise<string> {
  const id = await create(changes);
  expect((await post(id, 'activate')).status).toBe(200);
  return id;
}

/** What was said of it to all services, once as many events as that were published. */
const said = (id: string, count: number) =>
  waitFor(
    () => {
      const about = manager.published.filter(({ key }) => key.includes(id));
      return about.length >= count ? about.map(({ topic, data }) => ({ topic, ...(data as object) })) : undefined;
    },
    { what: `${count} events` },
  );

const past = '2020-01-01T00:00:00Z';
const future = '2999-01-01T00:00:00Z';

/** Brings a new campaign to each status, by the API alone. */
const brought: Record<CampaignStatus, () => Promise<string>> = {
  draft: () => create(),
  'in-review': () => after(create(), 'request-review'),
  scheduled: () => live({ schedule: { startAt: future } }),
  live: () => live({ schedule: { startAt: past, endAt: future } }),
  completed: () => live({ schedule: { endAt: past } }),
  stopped: () => after(live(), 'stop'),
  archived: () => after(live(), 'archive'),
};

async function after(created: Promise<string>, move: string): Promise<string> {
  const id = await created;
  expect((await post(id, move)).status).toBe(200);
  return id;
}

function make(move: CampaignMove, id: string): Promise<Answer> {
  if (move === 'edit') return put(id, { ...campaign, content: content('Second') });
  if (move === 'send-back') return manager.call('POST', at(id, move), chief, { comment: 'Not yet' });
  if (move === 'approve') return manager.call('POST', at(id, move), chief);
  if (move === 'delete') return manager.call('DELETE', at(id), dev);
  return post(id, move);
}

const reviewOf = (status: CampaignStatus) => (status === 'in-review' ? 'requested' : 'none');
const all = campaignStatuses.flatMap((status) =>
  campaignMoves.map((move) => ({ status, review: reviewOf(status), move })),
);
const isAllowed = ({ status, move }: (typeof all)[number]) => movesFrom(status, reviewOf(status)).includes(move);

describe('a campaign', () => {
  it.each(campaignStatuses)('is told to be %s, with the moves that it allows', async (status) => {
    const { body } = await read(await brought[status]());
    expect([body['status'], body['moves']]).toEqual([status, movesFrom(status, reviewOf(status))]);
  });

  it.each(all.filter((one) => !isAllowed(one)))('that is $status refuses to $move, and stays as it is', async (one) => {
    const id = await brought[one.status]();
    const before = await read(id);
    const { status, body } = await make(one.move, id);
    expect([status, body['code'], body['report']]).toEqual([409, 'MoveNotAllowed', { additionalContext: one }]);
    expect((await read(id)).body).toEqual(before.body);
  });

  it.each(all.filter(isAllowed).filter(({ move }) => move !== 'activate'))(
    'that is $status can $move',
    async ({ status, move }) => {
      const answer = await make(move, await brought[status]());
      expect([answer.status, answer.body['code']]).toEqual([
        { delete: 204, duplicate: 201 }[move as string] ?? 200,
        undefined,
      ]);
    },
  );

  it.each(['draft', 'in-review', 'scheduled', 'live', 'completed'] as const)(
    'that is %s can activate what is new',
    async (status) => {
      const id = await brought[status]();
      if (status !== 'in-review') await make('edit', id);
      expect(await post(id, 'activate')).toMatchObject({ status: 200, body: { status: 'live' } });
    },
  );
});

describe('a live campaign', () => {
  it('is changed through a draft beside it, which replaces it when it is activated', async () => {
    const id = await live();
    const edited = await put(id, { ...campaign, name: 'Renamed', content: content('Second') });
    expect(edited.body).toMatchObject({ status: 'live', version: 1, name: 'Renamed', hasUnpublishedChanges: true });
    expect((await read(id)).body).toEqual(edited.body);
    expect(await said(id, 2)).toHaveLength(2);

    const { body } = await post(id, 'activate');
    expect(body).toMatchObject({ status: 'live', version: 2, hasUnpublishedChanges: false });
    expect((await said(id, 4)).slice(2)).toMatchObject([
      { topic: 'definition.published.v1', version: 2, body: { name: 'Renamed', content: content('Second') } },
      { topic: 'definition.activated.v1', version: 2, revision: 2, state: 'live' },
    ]);
  });

  it('has no unpublished changes once the draft says the same again, in whichever order', async () => {
    const id = await live();
    expect((await put(id, { ...campaign, tags: ['new'] })).body).toMatchObject({ hasUnpublishedChanges: true });
    const reversed = Object.fromEntries(Object.entries(campaign).reverse());
    expect((await put(id, reversed)).body).toMatchObject({ hasUnpublishedChanges: false });
    expect(await post(id, 'activate')).toMatchObject({ status: 409, body: { code: 'AlreadyLive' } });
  });

  it('goes on as it was while the draft beside it is no good', async () => {
    const id = await live();
    await put(id, { ...campaign, content: content('{{#if}}') });
    expect(await post(id, 'activate')).toMatchObject({ status: 422, body: { code: 'ReviewFailed' } });
    expect((await read(id)).body).toMatchObject({ status: 'live', version: 1, hasUnpublishedChanges: true });
  });

  it('is published again where what it names has changed', async () => {
    const marketing = await manager.call('POST', '/v1/channel-configurations', dev, {
      ...configuration,
      category: 'marketing',
    });
    const list = { name: 'Fans', kind: 'list', identities: [{ namespace: 'crmId', userId: 'ada' }] };
    const audience = await manager.call('POST', '/v1/audiences', dev, list);
    const audienceId = String(audience.body['id']);
    const id = await live({ category: 'marketing', channelConfigurationId: marketing.body['id'], audienceId });
    expect((await post(id, 'activate')).status).toBe(409);
    const identities = [{ namespace: 'crmId', userId: 'bob' }];
    await manager.call('PUT', `/v1/audiences/${audienceId}`, dev, { ...list, identities });
    expect(await post(id, 'activate')).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await said(id, 4)).toMatchObject([{}, {}, { body: { audience: { identities } } }, {}]);
  });

  it('is scheduled, live or completed by the schedule of its version, not of its draft', async () => {
    const id = await live();
    const edited = await put(id, { ...campaign, schedule: { startAt: future } });
    expect(edited.body).toMatchObject({ status: 'live', schedule: { startAt: future } });
    expect((await post(id, 'activate')).body).toMatchObject({ status: 'scheduled' });
  });
});

describe('the end of a campaign', () => {
  it.each([
    ['stop', 'stopped'],
    ['archive', 'archived'],
  ])('by %s is said to all services, with the version that counted', async (move, state) => {
    const id = await live();
    expect((await post(id, move)).body).toMatchObject({ status: state, version: 1 });
    const [, , end] = await said(id, 3);
    expect(end).toEqual({
      topic: 'definition.activated.v1',
      ...{ kind: 'campaign', sandbox: 'dev', id, version: 1, revision: 2, state },
    });
  });

  it('says that what runs is to be cancelled, where that is asked for, and says so again when it is archived', async () => {
    const id = await live();
    const stop = (body: object) => manager.call('POST', at(id, 'stop'), dev, body);
    expect((await stop({ cancelRunning: true })).body).toMatchObject({ status: 'stopped' });
    await post(id, 'archive');
    const [, , stopped, archived] = await said(id, 4);
    expect(stopped).toMatchObject({ revision: 2, state: 'stopped', cancelRunning: true });
    expect(archived).toMatchObject({ revision: 3, state: 'archived', cancelRunning: true });
    expect((await manager.call('GET', at(id), dev)).body).not.toHaveProperty('isRunningCancelled');
  });

  it.each([{}, { cancelRunning: false }])('says nothing of what runs, which finishes, for %j', async (body) => {
    const id = await live();
    expect((await manager.call('POST', at(id, 'stop'), dev, body)).status).toBe(200);
    expect((await said(id, 3))[2]).not.toHaveProperty('cancelRunning');
  });

  it.each([
    [{ cancelRunning: 'yes' }, '/cancelRunning'],
    [{ cancelRunning: null }, '/cancelRunning'],
    [{ cancelAll: true }, '/cancelAll'],
    [[], ''],
  ])('is refused for %j, and does not come', async (body, pointer) => {
    const id = await live();
    const answer = await manager.call('POST', at(id, 'stop'), dev, body);
    expect([answer.status, answer.body['errors']]).toEqual([400, [{ pointer, detail: expect.any(String) }]]);
    expect((await read(id)).body).toMatchObject({ status: 'live' });
  });

  it('is not the end of what it said: it can be duplicated', async () => {
    const id = await brought.archived();
    const copy = await post(id, 'duplicate');
    expect(copy).toMatchObject({ status: 201, body: { ...campaign, name: 'Password reset copy', status: 'draft' } });
    expect(copy.body['id']).not.toBe(id);
    expect(await post(String(copy.body['id']), 'activate')).toMatchObject({ status: 200, body: { version: 1 } });
  });

  it('leaves nothing of a draft that is deleted', async () => {
    const id = await create();
    const { status, body } = await make('delete', id);
    expect([status, body]).toEqual([204, {}]);
    for (const answer of [await read(id), await make('delete', id), await post(id, 'activate')])
      expect(answer).toMatchObject({ status: 404, body: { code: 'CampaignNotFound' } });
  });
});

describe('a duplicate', () => {
  const duplicate = async (name: string, body?: object) =>
    manager.call('POST', at(await create({ name }), 'duplicate'), dev, body);

  it('is called as it is told, or as the original and "copy", in 200 characters', async () => {
    expect((await duplicate('Reset', { name: 'Mine' })).body['name']).toBe('Mine');
    expect((await duplicate('Reset', {})).body['name']).toBe('Reset copy');
    expect((await duplicate('x'.repeat(200))).body['name']).toBe(`${'x'.repeat(195)} copy`);
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ name: 'x'.repeat(201) }, '/name'],
    [{ title: 'Mine' }, '/title'],
    [[], ''],
  ])('is refused for %j', async (body, pointer) => {
    const { status, body: problem } = await duplicate('Reset', body);
    expect([status, problem['errors']]).toEqual([400, [{ pointer, detail: expect.any(String) }]]);
  });
});

describe('the ETag of a campaign', () => {
  it('is the same on reads and writes, and another after each change', async () => {
    const id = await create();
    const tags = [tagOf(await read(id)), tagOf(await put(id, { ...campaign, name: 'Other' }))];
    expect(tagOf(await read(id))).toBe(tags[1]);
    tags.push(tagOf(await post(id, 'activate')), tagOf(await post(id, 'stop')));
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
    expect(new Set(tags).size).toBe(4);
  });

  it('is required to change what it says', async () => {
    const id = await create();
    const answer = await manager.call('PUT', at(id), dev, { ...campaign, name: 'Other' });
    expect(answer).toMatchObject({ status: 428, body: { code: 'PreconditionRequired' } });
    expect((await read(id)).body).toMatchObject({ name: 'Password reset' });
  });

  it('lets one of two change it who have seen the same', async () => {
    const id = await create();
    const seen = tagOf(await read(id));
    const answers = await Promise.all(['One', 'Two'].map((name) => put(id, { ...campaign, name }, seen)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await read(id)).body).toEqual(winner?.body);
  });

  it.each(['activate', 'stop', 'archive', 'request-review', 'duplicate'])(
    'is checked by %s where it is sent',
    async (move) => {
      const id = await create();
      expect(await post(id, move, { 'if-match': '"seen-before"' })).toMatchObject({
        status: 412,
        body: { code: 'PreconditionFailed' },
      });
      expect((await read(id)).body).toMatchObject({ status: 'draft' });
    },
  );

  it('is checked before a campaign is deleted', async () => {
    const id = await create();
    expect((await manager.call('DELETE', at(id), dev, undefined, { 'if-match': '"x"' })).status).toBe(412);
    const seen = tagOf(await read(id));
    expect((await manager.call('DELETE', at(id), dev, undefined, { 'if-match': seen })).status).toBe(204);
  });

  it.each(['audiences', 'data-sources', 'channel-configurations'])(
    'is on %s, and checked where it is sent',
    async (kind) => {
      const bodies: Record<string, object> = {
        audiences: { name: 'Fans', kind: 'rule', rule: { combinator: 'and', rules: [] } },
        'data-sources': { name: 'Weather' },
        'channel-configurations': configuration,
      };
      const body = bodies[kind] ?? {};
      const created = await manager.call('POST', `/v1/${kind}`, dev, body);
      const url = `/v1/${kind}/${String(created.body['id'])}`;
      expect(tagOf(created)).toBe(tagOf(await manager.call('GET', url, dev)));
      const change = (ifMatch: string) =>
        manager.call('PUT', url, dev, { ...body, name: 'Other' }, { 'if-match': ifMatch });
      expect((await change(tagOf(created))).status).toBe(200);
      expect(await change(tagOf(created))).toMatchObject({ status: 412, body: { code: 'PreconditionFailed' } });
    },
  );
});

describe('the properties of a campaign', () => {
  const properties = {
    description: 'Two\nlines',
    tags: ['club', 'Réset'],
    labels: ['EU'],
    metadata: { costCentre: 7, owner: { team: 'crm' } },
    schedule: { startAt: '2026-05-01T08:00:00+02:00', endAt: future },
    tracking: { opens: true, clicks: false },
  };

  it('are kept as they were written, and published', async () => {
    const id = await live(properties);
    expect((await read(id)).body).toMatchObject(properties);
    expect(await said(id, 2)).toMatchObject([{ body: properties }, {}]);
  });

  it.each([
    ['a description of more than 2,000 characters', { description: 'x'.repeat(2_001) }, '/description'],
    ['a tag that is blank', { tags: ['a', ' '] }, '/tags'],
    ['a tag twice', { tags: ['a', 'a'] }, '/tags'],
    ['a tag that is no text', { tags: [1] }, '/tags'],
    ['more than 50 tags', { tags: Array.from({ length: 51 }, (_, n) => `t${n}`) }, '/tags'],
    ['a label twice', { labels: ['EU', 'EU'] }, '/labels'],
    ['a label of more than 100 characters', { labels: ['x'.repeat(101)] }, '/labels'],
    ['a rate of nothing', { throttleRatePerSec: 0 }, '/throttleRatePerSec'],
    ['a rate of more than 2,000', { throttleRatePerSec: 2_001 }, '/throttleRatePerSec'],
    ['a rate that is not whole', { throttleRatePerSec: 1.5 }, '/throttleRatePerSec'],
    ['tracking that is no object', { tracking: true }, '/tracking'],
    ['tracking that is a list', { tracking: [] }, '/tracking'],
    ['tracking that is null', { tracking: null }, '/tracking'],
    ['tracking of something else', { tracking: { replies: true } }, '/tracking/replies'],
    ['opens that are neither on nor off', { tracking: { opens: 'yes' } }, '/tracking/opens'],
    ['clicks that are null', { tracking: { clicks: null } }, '/tracking/clicks'],
    ['metadata that is a list', { metadata: [] }, '/metadata'],
    ['metadata of more than 16 KB', { metadata: { text: 'x'.repeat(16_384) } }, '/metadata'],
    ['metadata that cannot be kept', { metadata: { text: '\0' } }, '/metadata'],
    ['a start that is no time', { schedule: { startAt: 'tomorrow' } }, '/schedule/startAt'],
    ['an end before the start', { schedule: { startAt: future, endAt: past } }, '/schedule/endAt'],
    ['an end at the start', { schedule: { startAt: past, endAt: past } }, '/schedule/endAt'],
    ['a schedule of something else', { schedule: { startDate: past } }, '/schedule/startDate'],
    ['a schedule that is null', { schedule: null }, '/schedule'],
  ])('are refused for %s, with a pointer', async (_, changes, pointer) => {
    const { status, body } = await manager.call('POST', '/v1/campaigns', dev, { ...campaign, ...changes });
    const pointers = (body['errors'] as { pointer: string }[]).map((error) => error.pointer);
    expect([status, [...new Set(pointers)]]).toEqual([400, [pointer]]);
  });
});

it('tells which key wrote a campaign first and last', async () => {
  const id = await create();
  const by = { createdBy: dev.id, updatedBy: dev.id };
  expect((await read(id)).body).toMatchObject(by);
});
