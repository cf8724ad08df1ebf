import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const configuration = {
  name: 'Shop mail',
  channel: 'email',
  category: 'transactional',
  sender: { name: 'The shop', address: 'shop@example.com' },
  provider: { type: 'smtp', host: '127.0.0.1', port: 4025 },
};
const path = '/v1/channel-configurations';
const dev = keyOf('dev');
const prod = keyOf('prod');

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

const create = async (body: object = configuration): Promise<string> => {
  const { body: created } = await manager.call('POST', path, dev, body);
  return String(created['id']);
};
const pointersOf = (body: Record<string, unknown>) =>
  (body['errors'] as { pointer: string }[]).map((error) => error.pointer);

describe('a channel configuration', () => {
  it('is live as soon as it is saved', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { status, body } = await manager.call('POST', path, dev, configuration, { traceparent });
    const id = String(body['id']);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...configuration, version: 1, createdAt: body['updatedAt'] });

    const owed = await waitFor(() => eventsAbout(id, 2), { what: 'both events' });
    expect(owed.map(({ topic, key }) => [topic, key])).toEqual([
      ['definition.published.v1', `channel-configuration:dev:${id}:1`],
      ['definition.activated.v1', `channel-configuration:dev:${id}`],
    ]);
    expect(owed[0]?.data).toMatchObject({ version: 1, body: configuration });
    expect(owed[1]?.data).toMatchObject({ version: 1, revision: 1, state: 'live' });
    for (const event of owed)
      expect(event.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)/);
  });

  it('may be for marketing', async () => {
    const { status, body } = await manager.call('POST', path, dev, { ...configuration, category: 'marketing' });
    expect([status, body['category']]).toEqual([201, 'marketing']);
  });

  it('is replaced by its next version, live at once', async () => {
    const id = await create();
    const changed = { ...configuration, name: 'Other mail', sender: { name: 'Others', address: 'others@example.com' } };
    const { status, body } = await manager.call('PUT', `${path}/${id}`, dev, changed);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, ...changed, version: 2 });
    expect((await manager.call('GET', `${path}/${id}`, dev)).body).toEqual(body);

    const owed = await waitFor(() => eventsAbout(id, 4), { what: 'the events of two versions' });
    expect(owed[3]).toMatchObject({ id: `channel-configuration:${id}:r2`, data: { version: 2, revision: 2 } });
  });

  it('keeps one version for each of several replacements at once', async () => {
    const id = await create();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        manager.call('PUT', `${path}/${id}`, dev, { ...configuration, name: `mail ${n}` }),
      ),
    );
    expect(answers.map(({ body }) => body['version']).sort()).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const owed = await waitFor(() => eventsAbout(id, 18), { what: 'the events of nine versions' });
    const revisions = owed.filter(({ topic }) => topic === 'definition.activated.v1').map(({ data }) => data);
    expect(revisions).toMatchObject([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({ revision: n, version: n })));
  });

  it('is found by its name, the newest first', async () => {
    const first = await create({ ...configuration, name: 'Twice' });
    const second = await create({ ...configuration, name: 'Twice' });
    const { body } = await manager.call('GET', `${path}?name=Twice`, dev);
    expect(body['channelConfigurations']).toMatchObject([{ id: second }, { id: first }]);
  });

  it('does not exist for another sandbox', async () => {
    const id = await create({ ...configuration, name: 'Ours' });
    const notThere = { status: 404, body: { code: 'ChannelConfigurationNotFound' } };
    expect(await manager.call('GET', `${path}/${id}`, prod)).toMatchObject(notThere);
    expect(await manager.call('PUT', `${path}/${id}`, prod, configuration)).toMatchObject(notThere);
    expect((await manager.call('GET', `${path}?name=Ours`, prod)).body).toEqual({ channelConfigurations: [] });
    expect((await manager.call('GET', `${path}/${id}`, dev)).body['version']).toBe(1);
  });

  it.each([
    ['a missing member', { provider: undefined }, ['/provider']],
    ['an unknown member', { secure: true }, ['/secure']],
    ['an unknown member within', { sender: { ...configuration.sender, replyTo: 'x' } }, ['/sender/replyTo']],
    ['an array for an object', { sender: [] }, ['/sender']],
    ['a header in a name', { sender: { name: 'a\r\nBcc: b@example.com', address: 'a@example.com' } }, ['/sender/name']],
    ['another category', { category: 'both' }, ['/category']],
    ['another channel', { channel: 'sms' }, ['/channel']],
    [
      'no host and no port',
      { provider: { type: 'smtp', host: 'a b', port: 70_000 } },
      ['/provider/host', '/provider/port'],
    ],
  ])('is refused for %s, with a pointer', async (_, changed, pointers) => {
    const { status, body } = await manager.call('POST', path, dev, { ...configuration, ...changed });
    expect([status, body['code'], pointersOf(body)]).toEqual([400, 'InvalidRequest', pointers]);
  });

  it('is refused for an address that would begin another header', async () => {
    const sender = { name: 'a', address: '"a\r\nBcc: b"@example.com' };
    const { status, body } = await manager.call('POST', path, dev, { ...configuration, sender });
    expect([status, pointersOf(body)[0]]).toEqual([400, '/sender/address']);
  });
});

/** What was published of a definition, once it is so many events. */
function eventsAbout(id: string, count: number) {
  const found = manager.published.filter(({ key }) => key.includes(id));
  return found.length >= count ? found : undefined;
}
