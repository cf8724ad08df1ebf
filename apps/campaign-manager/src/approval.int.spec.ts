import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureBootstrapKey } from './keys/bootstrap-key.js';
import { keyOf, startManager, type Answer, type ManagerUnderTest } from './manager-under-test.js';

const writer = keyOf('dev');
const editor = { ...writer, id: 'editor' };
const chief = { ...writer, id: 'chief' };
const configuration = {
  name: 'News',
  channel: 'email',
  category: 'marketing',
  sender: { name: 'The club', address: 'club@example.com' },
  provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
};
const list = (userId: string, name: string) => ({ name, kind: 'list', identities: [{ namespace: 'email', userId }] });
const written = (subject: string) => [
  { treatment: 'A', locale: 'en', subject, html: '<a href="{{links.unsubscribe}}">No more</a>' },
];

let database: TestDatabase;
let manager: ManagerUnderTest;
let campaign: Record<string, unknown>;
let audienceId: string;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
  for (const key of [editor, chief]) await ensureBootstrapKey(manager.database, manager.changes, key);
  const { body: mail } = await manager.call('POST', '/v1/channel-configurations', writer, configuration);
  audienceId = await newAudience('Fans');
  campaign = {
    ...{ name: 'Match day', category: 'marketing', channel: 'email', channelConfigurationId: mail['id'] },
    ...{ identityNamespace: 'email', createNewProfiles: false, audienceId, content: written('First') },
  };
  expect(await manager.call('PATCH', '/v1/sandboxes/dev', chief, { requiresApproval: true })).toMatchObject({
    status: 200,
    body: { requiresApproval: true },
  });
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

async function newAudience(name: string): Promise<string> {
  return idOf(await manager.call('POST', '/v1/audiences', writer, list('a@b.example', name)));
}
async function create(changes: object = {}): Promise<string> {
  return idOf(await manager.call('POST', '/v1/campaigns', writer, { ...campaign, ...changes }));
}
function idOf({ status, body }: Answer): string {
  expect(status).toBe(201);
  return String(body['id']);
}
const move = (id: string, name: string, by = writer, body?: object) =>
  manager.call('POST', `/v1/campaigns/${id}/${name}`, by, body);
const edit = (id: string, subject: string, by = writer, changes: object = {}) =>
  manager.call(
    'PUT',
    `/v1/campaigns/${id}`,
    by,
    { ...campaign, content: written(subject), ...changes },
    {
      'if-match': '*',
    },
  );
const approved = async (id: string) => {
  expect((await move(id, 'request-review')).status).toBe(200);
  expect(await move(id, 'approve', chief)).toMatchObject({ status: 200, body: { review: 'approved' } });
};
const refused = (code: string, status = 409) =>
  expect.objectContaining({ status, body: expect.objectContaining({ code }) as object });
const reviewsOf = async (id: string, query = '') =>
  (await manager.call('GET', `/v1/campaigns/${id}/reviews${query}`, writer)).body;

describe('where a sandbox demands approval', () => {
  it('nothing goes live without it, whoever activates', async () => {
    const id = await create();
    for (const by of [writer, chief]) expect(await move(id, 'activate', by)).toEqual(refused('ApprovalMissing'));
    await move(id, 'request-review');
    expect(await move(id, 'activate', chief)).toEqual(refused('ApprovalMissing'));
    await move(id, 'approve', chief);
    expect(await move(id, 'activate')).toMatchObject({ status: 200, body: { status: 'live', review: 'none' } });
  });

  it('no author approves, be it of the first draft or of a change', async () => {
    const id = await create();
    await edit(id, 'Second', editor);
    await move(id, 'request-review');
    for (const author of [writer, editor]) {
      expect(await move(id, 'approve', author)).toEqual(refused('ApproverIsAuthor', 403));
    }
    expect(await move(id, 'approve', chief)).toMatchObject({ status: 200 });
  });

  it('a change of the draft voids the approval, and who makes it is the author then', async () => {
    const id = await create();
    await approved(id);
    expect(await edit(id, 'Second', chief)).toMatchObject({ status: 200, body: { review: 'none' } });
    expect(await move(id, 'activate')).toEqual(refused('ApprovalMissing'));
    await move(id, 'request-review');
    expect(await move(id, 'approve', chief)).toEqual(refused('ApproverIsAuthor', 403));
    expect(await move(id, 'approve')).toMatchObject({ status: 200 });
    expect(await move(id, 'activate')).toMatchObject({ status: 200 });
  });

  it('an approval that is taken back leaves the authors what they are', async () => {
    const id = await create();
    await approved(id);
    expect(await move(id, 'send-back', chief, { comment: 'On second thought' })).toMatchObject({ status: 200 });
    expect(await move(id, 'activate')).toEqual(refused('ApprovalMissing'));
    await move(id, 'request-review');
    expect(await move(id, 'approve')).toEqual(refused('ApproverIsAuthor', 403));
  });

  it('a live version goes on while the draft beside it is on its way', async () => {
    const id = await create();
    await approved(id);
    await move(id, 'activate');
    await edit(id, 'Second', editor);
    expect(await move(id, 'request-review')).toMatchObject({ body: { status: 'live', review: 'requested' } });
    expect(await edit(id, 'Third', editor)).toEqual(refused('MoveNotAllowed'));
    expect(await move(id, 'activate')).toEqual(refused('ApprovalMissing'));
    expect(await move(id, 'approve', editor)).toEqual(refused('ApproverIsAuthor', 403));
    expect(await move(id, 'approve', chief)).toMatchObject({ status: 200 });
    expect(await move(id, 'activate')).toMatchObject({ body: { status: 'live', version: 2, review: 'none' } });
  });

  it('an audience that was changed since goes live only when it is approved, too', async () => {
    const own = await newAudience('Others');
    const id = await create({ audienceId: own });
    await approved(id);
    await manager.call('PUT', `/v1/audiences/${own}`, writer, list('other@b.example', 'Others'), { 'if-match': '*' });
    expect(await move(id, 'activate')).toEqual(refused('ApprovalOutdated'));
    await move(id, 'send-back', chief, { comment: 'The audience is another' });
    await approved(id);
    expect(await move(id, 'activate')).toMatchObject({ status: 200 });
  });

  it('a duplicate is approved by nobody, and its authors are those of the original, too', async () => {
    const id = await create();
    await approved(id);
    const copy = idOf(await move(id, 'duplicate', editor));
    expect(await move(copy, 'activate')).toEqual(refused('ApprovalMissing'));
    await move(copy, 'request-review');
    for (const author of [writer, editor]) {
      expect(await move(copy, 'approve', author)).toEqual(refused('ApproverIsAuthor', 403));
    }
  });

  it('an import voids the approval, and is refused while a review is asked for', async () => {
    const id = await create({ name: 'Imported' });
    await approved(id);
    const { body: document } = await manager.call('GET', `/v1/campaigns/${id}/export`, writer);
    const changed = { ...document, campaign: { ...(document['campaign'] as object), content: written('Imported') } };
    const again = () => manager.call('POST', '/v1/campaigns/import', editor, document);
    expect(await again()).toMatchObject({ status: 200, body: { campaign: { outcome: 'unchanged' } } });
    expect((await manager.call('GET', `/v1/campaigns/${id}`, writer)).body['review']).toBe('approved');
    await manager.call('POST', '/v1/campaigns/import', editor, changed);
    expect(await move(id, 'activate')).toEqual(refused('ApprovalMissing'));
    await move(id, 'request-review');
    expect(await move(id, 'approve', editor)).toEqual(refused('ApproverIsAuthor', 403));
    expect(await again()).toEqual(refused('MoveNotAllowed'));
  });

  it('a stopped campaign does not start again', async () => {
    const id = await create();
    await approved(id);
    await move(id, 'activate');
    await move(id, 'stop');
    for (const name of ['activate', 'request-review', 'approve']) {
      expect(await move(id, name, chief)).toEqual(refused('MoveNotAllowed'));
    }
  });

  it('nothing is approved that could not go live', async () => {
    const id = await create({ channelConfigurationId: 'none' });
    await move(id, 'request-review');
    expect(await move(id, 'approve', chief)).toEqual(refused('ReviewFailed', 422));
  });

  it('two who approve and change at once come to one order', async () => {
    const id = await create();
    await move(id, 'request-review');
    await move(id, 'withdraw');
    await move(id, 'request-review');
    const [approval, change] = await Promise.all([move(id, 'approve', chief), edit(id, 'Second')]);
    expect(approval.status).toBe(200);
    const { body } = await manager.call('GET', `/v1/campaigns/${id}`, writer);
    expect(body['review']).toBe(change.status === 200 ? 'none' : 'approved');
  });
});

describe('a review', () => {
  it('is told with its comments, the newest first', async () => {
    const id = await create();
    await move(id, 'request-review', writer, { comment: 'Please\nlook' });
    await move(id, 'send-back', chief, { comment: 'The subject is dull' });
    await move(id, 'request-review');
    await move(id, 'withdraw');
    await approved(id);
    const { reviews } = await reviewsOf(id);
    expect(reviews).toMatchObject([
      { by: chief.id, action: 'approved' },
      { by: writer.id, action: 'sent-to-review' },
      { by: writer.id, action: 'withdrawn' },
      { by: writer.id, action: 'sent-to-review' },
      { by: chief.id, action: 'sent-back', comment: 'The subject is dull' },
      { by: writer.id, action: 'sent-to-review', comment: 'Please\nlook' },
    ]);
    const { reviews: first, next } = await reviewsOf(id, '?limit=4');
    expect(first).toEqual((reviews as unknown[]).slice(0, 4));
    expect((await reviewsOf(id, `?after=${String(next)}`))['reviews']).toEqual((reviews as unknown[]).slice(4));
    expect(await reviewsOf(id, '?kind=api-key')).toMatchObject({ code: 'InvalidRequest' });
  });

  it('is in the audit log', async () => {
    const id = await create();
    await move(id, 'request-review');
    await move(id, 'send-back', chief, { comment: 'No' });
    const { body } = await manager.call('GET', `/v1/audit?id=${id}&limit=1`, writer);
    expect(body['entries']).toMatchObject([{ action: 'sent-back', actor: chief.id, comment: 'No', changes: [] }]);
  });

  it('is looked for in the list, beside what is live, too', async () => {
    const name = 'To be looked at';
    const [draft, live] = [await create({ name }), await create({ name })];
    await approved(live);
    await move(live, 'activate');
    await edit(live, 'Second', writer, { name });
    for (const id of [draft, live]) await move(id, 'request-review');
    await create({ name });
    const query = `?name=${encodeURIComponent(name)}&review=requested`;
    const { body } = await manager.call('GET', `/v1/campaigns${query}`, writer);
    expect((body['campaigns'] as { id: string }[]).map(({ id }) => id)).toEqual([live, draft]);
  });

  it.each([
    ['a comment of more than 2,000 characters', { comment: 'x'.repeat(2_001) }],
    ['a comment that is blank', { comment: ' \n' }],
    ['a comment that is no text', { comment: 1 }],
    ['a comment that cannot be kept', { comment: 'a\0' }],
    ['something else', { remark: 'x' }],
  ])('refuses %s', async (_, body) => {
    const id = await create();
    expect(await move(id, 'request-review', writer, body)).toEqual(refused('InvalidRequest', 400));
    await move(id, 'request-review');
    expect(await move(id, 'send-back', chief, body)).toEqual(refused('InvalidRequest', 400));
    expect(await move(id, 'approve', chief, body)).toEqual(refused('InvalidRequest', 400));
  });

  it('sends nothing back without a word', async () => {
    const id = await create();
    await move(id, 'request-review');
    for (const body of [undefined, {}]) expect((await move(id, 'send-back', chief, body)).status).toBe(400);
  });
});

it('needs the scope of who approves, and writing is not enough', async () => {
  const { body } = await manager.call('POST', '/v1/api-keys', writer, {
    name: 'Writes',
    scopes: ['campaigns:write', 'campaigns:read', 'campaigns:activate'],
  });
  const key = { ...writer, id: String(body['id']), secret: String(body['secret']) };
  const id = await create();
  await move(id, 'request-review', key);
  for (const name of ['approve', 'send-back']) {
    expect(await move(id, name, key, { comment: 'x' })).toEqual(refused('ScopeMissing', 403));
  }
  expect(await move(id, 'withdraw', key)).toMatchObject({ status: 200 });
});
