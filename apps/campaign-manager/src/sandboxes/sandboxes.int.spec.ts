import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';

const dev = keyOf('dev');
const firstKey = { name: 'Admin', scopes: ['sandboxes:write', 'sandboxes:read', 'campaigns:read'] };

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

const make = (name: string, changes: object = {}, by = dev) =>
  manager.call('POST', '/v1/sandboxes', by, { name, title: 'Ours', firstKey, ...changes });
/** The first key of a new sandbox. */
const keyTo = async (name: string, changes: object = {}) => {
  const { status, body } = await make(name, changes);
  expect(status).toBe(201);
  const { id, secret } = body['firstKey'] as { id: string; secret: string };
  return { id, secret, sandbox: name };
};

describe('a sandbox', () => {
  it('is there for the key that an installation is born with', async () => {
    expect(await manager.call('GET', '/v1/sandboxes/dev', dev)).toMatchObject({
      status: 200,
      body: { name: 'dev', title: 'dev', requiresApproval: false, createdBy: dev.id },
    });
  });

  it('is made with a first key, which opens it and nothing else', async () => {
    const key = await keyTo('stage');
    expect(await manager.call('GET', '/v1/campaigns', key)).toMatchObject({ status: 200, body: { campaigns: [] } });
    expect(await manager.call('GET', '/v1/audiences', key)).toMatchObject({ status: 403 });
    const elsewhere = await manager.call('GET', '/v1/campaigns', { ...key, sandbox: 'dev' });
    expect(elsewhere).toMatchObject({ status: 403, body: { code: 'SandboxForbidden' } });
  });

  it('is not made twice, and then there is no key either', async () => {
    await keyTo('once');
    const keys = () => manager.database.selectFrom('definitions').select('id').where('kind', '=', 'api-key').execute();
    const before = await keys();
    expect(await make('once')).toMatchObject({ status: 409, body: { code: 'SandboxExists' } });
    expect(await keys()).toEqual(before);
  });

  it('gets no first key that may do more than the key which makes it', async () => {
    const key = await keyTo('limited');
    const more = { firstKey: { ...firstKey, scopes: ['audit:read'] } };
    expect(await make('beyond', more, key)).toMatchObject({ status: 403, body: { code: 'ScopeMissing' } });
    const labels = { firstKey: { ...firstKey, labels: ['EU'] } };
    expect(await make('beyond', labels, key)).toMatchObject({ status: 403, body: { code: 'LabelMissing' } });
    expect(await manager.call('GET', '/v1/sandboxes/beyond', dev)).toMatchObject({
      status: 404,
      body: { code: 'SandboxNotFound' },
    });
  });

  it('must be there before anything can be in it', async () => {
    const body = { name: 'Lost', secretHash: 'h' };
    const key = { kind: 'api-key', sandbox: 'nowhere', heldLabels: 'every', id: 'lost' } as const;
    const origin = { keyId: 'lost', traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01` };
    await expect(manager.changes.ensureLive(key, body, origin)).rejects.toThrow('foreign key');
  });

  it('is changed by its own keys only, and that is in its audit log', async () => {
    const key = await keyTo('changed');
    const patch = (by: typeof key, body: object, headers = {}) =>
      manager.call('PATCH', '/v1/sandboxes/changed', by, body, headers);
    expect(await patch(dev, { title: 'Theirs' })).toMatchObject({ status: 403, body: { code: 'SandboxForbidden' } });
    const { headers } = await manager.call('GET', '/v1/sandboxes/changed', key);
    const ifMatch = { 'if-match': String(headers['etag']) };
    expect(await patch(key, { requiresApproval: true }, ifMatch)).toMatchObject({
      status: 200,
      body: { title: 'Ours', requiresApproval: true, updatedBy: key.id },
    });
    expect(await patch(key, { title: 'Late' }, ifMatch)).toMatchObject({ status: 412 });
    const entries = await manager.database
      .selectFrom('audit_entries')
      .select(['action', 'actor', 'changes'])
      .where('kind', '=', 'sandbox')
      .where('sandbox', '=', 'changed')
      .orderBy('position')
      .execute();
    expect(entries).toMatchObject([
      { action: 'created', actor: dev.id },
      {
        action: 'changed',
        actor: key.id,
        changes: [{ pointer: '/requiresApproval', before: false, after: true }],
      },
    ]);
  });

  it('is listed, newest first, page by page', async () => {
    await keyTo('listed-1');
    await keyTo('listed-2');
    const page = async (query: string) => (await manager.call('GET', `/v1/sandboxes${query}`, dev)).body;
    const first = await page('?limit=2');
    expect(first['sandboxes']).toMatchObject([{ name: 'listed-2' }, { name: 'listed-1' }]);
    const rest = (await page(`?after=${String(first['next'])}`))['sandboxes'] as { name: string }[];
    expect(rest.map(({ name }) => name)).toContain('dev');
    expect(rest.map(({ name }) => name)).not.toContain('listed-1');
    expect(await page('?name=dev')).toMatchObject({ code: 'InvalidRequest' });
  });

  it.each([
    ['a name with capitals', { name: 'Stage' }, '/name'],
    ['a name of more than 63 characters', { name: 'x'.repeat(64) }, '/name'],
    ['a title that is blank', { title: ' ' }, '/title'],
    ['a demand that is no boolean', { requiresApproval: 'yes' }, '/requiresApproval'],
    ['no first key', { firstKey: undefined }, '/firstKey'],
    ['a first key without scopes', { firstKey: { name: 'x' } }, '/firstKey/scopes'],
    ['something else', { region: 'EU' }, '/region'],
  ])('is refused with %s', async (_, changes, pointer) => {
    const { status, body } = await make('refused', changes);
    const pointers = ((body['errors'] ?? []) as { pointer: string }[]).map((error) => error.pointer);
    expect([status, [...new Set(pointers)]]).toEqual([400, [pointer]]);
  });
});
