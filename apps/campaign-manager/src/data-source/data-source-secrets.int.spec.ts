import { SecretNotOpened } from '@clarion/security';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSourceDraft } from '../definition.js';
import { keyOf, startManager, type ManagerUnderTest } from '../manager-under-test.js';

const path = '/v1/data-sources';
const dev = keyOf('dev');
const asked = { method: 'POST', url: 'https://api.example.com/weather' };
const mapping = { arrayPath: '/weather', columns: [{ id: 'region', key: 'Region name', type: 'text' }] };
const weather = { name: 'Weather', request: asked, mapping };
const basic = { kind: 'basic', username: 'ada', password: 's3cret' };
const host = 'api.example.com:443';
const withAuth = (auth: object, url = asked.url) => ({ ...weather, request: { ...asked, url, auth } });

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

const create = async (body: object): Promise<string> => {
  const { body: created } = await manager.call('POST', path, dev, body);
  return String(created['id']);
};
const read = async (id: string) => (await manager.call('GET', `${path}/${id}`, dev)).body;
const replace = (id: string, body: object) => manager.call('PUT', `${path}/${id}`, dev, body);
/** What proves who asks, as it is kept. */
const keptOf = async (id: string) => {
  const { body } = await manager.database
    .selectFrom('definitions')
    .select('body')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return (body as DataSourceDraft).request?.auth;
};
const openedOf = async (id: string, binding = { sandbox: 'dev', host }) => {
  const auth = await keptOf(id);
  if (auth?.kind !== 'basic') throw new Error('It is of another kind');
  return manager.secrets.open(auth.password.sealed, binding);
};
const pointersOf = (body: Record<string, unknown>) =>
  (body['errors'] as { pointer: string }[]).map((error) => error.pointer);

describe('the secret of a data source', () => {
  it('is shown to nobody, not even to who has given it', async () => {
    const created = await manager.call('POST', path, dev, withAuth(basic));
    const id = String(created.body['id']);
    const shown = { kind: 'basic', username: 'ada', password: { isSet: true, host } };
    const answers = [
      created.body,
      await read(id),
      (await manager.call('GET', `${path}?name=Weather`, dev)).body,
      (await replace(id, withAuth(basic))).body,
    ];
    expect([answers[0], answers[1], answers[3]]).toMatchObject(Array(3).fill({ request: { auth: shown } }));
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(/s3cret|sealed/);
  });

  it('is kept sealed, for its sandbox and the host of its request', async () => {
    const id = await create(withAuth(basic));
    expect(JSON.stringify(await keptOf(id))).not.toContain('s3cret');
    expect(await openedOf(id)).toBe('s3cret');
    await expect(openedOf(id, { sandbox: 'prod', host })).rejects.toThrow(SecretNotOpened);
    await expect(openedOf(id, { sandbox: 'dev', host: 'evil.example.com:443' })).rejects.toThrow(SecretNotOpened);
  });

  it('is kept for the token endpoint where it is for a token', async () => {
    const id = await create(
      withAuth({ kind: 'oauth2', tokenUrl: 'https://login.example.com/token', clientId: 'c', clientSecret: 's3cret' }),
    );
    expect(await read(id)).toMatchObject({
      request: { auth: { credentialsIn: 'header', clientSecret: { isSet: true, host: 'login.example.com:443' } } },
    });
  });

  it('stays when what was read is written back', async () => {
    const id = await create(withAuth(basic));
    const kept = await keptOf(id);
    const { name, request } = await read(id);
    const { status, body } = await replace(id, { name, request: { ...(request as object), timeoutMs: 7 } });
    expect([status, body]).toMatchObject([
      200,
      { request: { timeoutMs: 7, auth: { password: { isSet: true, host } } } },
    ]);
    expect(await keptOf(id)).toEqual(kept);
  });

  it('does not follow its data source to another host', async () => {
    const id = await create(withAuth(basic));
    const moved = withAuth({ ...basic, password: { isSet: true } }, 'https://evil.example.com/');
    expect(await replace(id, moved)).toMatchObject({
      status: 422,
      body: {
        code: 'SecretNeeded',
        errors: [
          { pointer: '/request/auth/password', detail: 'The secret was given for another host: give it again.' },
        ],
      },
    });
    expect(await openedOf(id)).toBe('s3cret');
    expect((await replace(id, withAuth(basic, 'https://new.example.com/'))).status).toBe(200);
    expect(await openedOf(id, { sandbox: 'dev', host: 'new.example.com:443' })).toBe('s3cret');
  });

  it('must be given with a new data source', async () => {
    const { status, body } = await manager.call('POST', path, dev, withAuth({ ...basic, password: { isSet: true } }));
    expect([status, pointersOf(body)]).toEqual([422, ['/request/auth/password']]);
  });

  it('goes with its data source', async () => {
    const id = await create(withAuth(basic));
    await replace(id, { ...weather, request: asked });
    expect(await keptOf(id)).toBeUndefined();
    expect((await replace(id, withAuth({ ...basic, password: { isSet: true } }))).status).toBe(422);
  });

  it.each([
    ['of a wrong shape', withAuth({ ...basic, password: ['s3cret'] })],
    ['with a line break', withAuth({ ...basic, password: 's3cret\n' })],
    ['beside other faults', { ...withAuth(basic), name: '' }],
    ['in no JSON', `${JSON.stringify(withAuth(basic)).slice(0, -1)},`],
  ])('is not in the answer when it is %s', async (_, body) => {
    const answer = await manager.call('POST', path, dev, body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain('s3cret');
  });
});
