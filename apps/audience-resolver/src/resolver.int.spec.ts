import { events, ServiceUnavailable, type EventData } from '@clarion/contracts';
import { DefinitionCopy, Definitions, ManagerClient } from '@clarion/definitions';
import type { OutgoingEvent, ReceivedEvent } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Kysely } from 'kysely';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Campaigns } from './campaigns.js';
import { migrations } from './migrations/index.js';
import { OnExecutionReady } from './on-execution-ready.js';
import { ProfilesRepository } from './profiles.repository.js';
import type { Tables } from './tables.js';

type Ready = EventData<typeof events.executionReady>;

const logger = createLogger('resolver-test', 'silent');
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const email = (userId: string) => ({
  type: 'aep' as const,
  namespace: 'email',
  userId,
  context: { link: 'https://x' },
});

function ready(executionId: string, changes: Partial<Ready> = {}): ReceivedEvent<typeof events.executionReady> {
  const acceptedAt = '2026-01-01T00:00:00.000Z';
  const recipients = [email('ada@example.com')];
  const data = {
    executionId,
    sandbox: 'dev',
    campaignId: 'c1',
    campaignVersion: 1,
    acceptedAt,
    recipients,
    ...changes,
  };
  const topic = events.executionReady.type;
  return { id: executionId, source: '/test', key: executionId, data, traceparent, topic, partition: 0, offset: '0' };
}

describe('the resolver', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;
  let profiles: ProfilesRepository;
  let manager: Server;
  let handler: OnExecutionReady;
  let published: OutgoingEvent[] = [];

  /** Deliveries and reports, whichever it was. */
  const said = () =>
    published.map(({ topic, key, data }) => {
      const { deliveries, reports } = data as { deliveries?: object[]; reports?: object[] };
      return { topic, key, items: deliveries ?? reports };
    });

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase<Tables>({ url: home.url, schema: 'audience_resolver' }, logger);
    await migrate(database, 'audience_resolver', migrations, logger);
    profiles = new ProfilesRepository(database);
    const copy = new DefinitionCopy(database);
    const html = 'Hello {{default profile.person.name.firstName "there"}}';
    const content = [
      { treatment: 'default', locale: 'en', subject: 's', html },
      { treatment: 'default', locale: 'es', subject: 's', html },
    ];
    const campaign = { name: 'R', category: 'transactional', channel: 'email', identityNamespace: 'email', content };
    await copy.keepVersions([
      { kind: 'campaign', sandbox: 'dev', id: 'c1', version: 1, body: { ...campaign, createNewProfiles: true } },
      { kind: 'campaign', sandbox: 'dev', id: 'c2', version: 1, body: { ...campaign, createNewProfiles: false } },
    ]);
    // A manager that knows nothing.
    manager = createServer((_, response) => response.writeHead(404).end('{}'));
    await new Promise<void>((resolve) => manager.listen(0, '127.0.0.1', resolve));
    const { port } = manager.address() as AddressInfo;
    handler = handlerWith(new Definitions(copy, new ManagerClient(`http://127.0.0.1:${port}`, 'token')));
  });

  const handlerWith = (definitions: Definitions) => {
    const publisher = {
      publish: (outgoing: readonly OutgoingEvent[]) => Promise.resolve(void published.push(...outgoing)),
    };
    return new OnExecutionReady(new Campaigns(definitions), profiles, publisher, logger);
  };

  beforeEach(() => {
    published = [];
  });

  afterAll(async () => {
    manager.closeAllConnections();
    manager.close();
    await database.destroy();
    await home.drop();
  });

  it('asks for a delivery in the language of the profile, with what the templates use of it', async () => {
    const attributes = { person: { name: { firstName: 'Ada' } }, shoeSize: 38 };
    await profiles.upsert('dev', [
      { identities: [{ namespace: 'email', userId: 'ada@example.com' }], attributes, language: 'es' },
    ]);
    expect(await handler.handle([ready('e1')])).toEqual([{ kind: 'done' }]);
    const delivery = { address: 'ada@example.com', locale: 'es', ordinal: 0, context: { link: 'https://x' } };
    const profile = { person: { name: { firstName: 'Ada' } } };
    expect(said()).toMatchObject([
      { topic: 'deliveries.requested.transactional.v1', key: 'e1:0', items: [{ ...delivery, profile }] },
    ]);
    expect(published[0]?.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
  });

  it('says the very same when an execution comes twice', async () => {
    await handler.handle([ready('e2'), ready('e2')]);
    const withoutTrace = published.map(({ id, key, topic, data }) => ({ id, key, topic, data }));
    expect(withoutTrace[1]).toEqual(withoutTrace[0]);
  });

  it('creates a profile where the campaign wants it, and reports an exclusion where it does not', async () => {
    const recipients = [email('new@example.com')];
    await handler.handle([
      ready('e3', { recipients }),
      ready('e4', { campaignId: 'c2', recipients: [email('x@example.com')] }),
    ]);
    expect((await profiles.find('dev', [...recipients, email('x@example.com')])).size).toBe(1);
    expect(said()).toMatchObject([
      { topic: 'deliveries.requested.transactional.v1', key: 'e3:0' },
      {
        topic: 'deliveries.reported.v1',
        key: 'e4:0',
        items: [{ state: 'excluded', reason: 'ProfileNotFound', namespace: 'email', userId: 'x@example.com' }],
      },
    ]);
  });

  it('skips an execution whose campaign has no such version, and resolves the others', async () => {
    const outcomes = await handler.handle([ready('e5', { campaignVersion: 99 }), ready('e6')]);
    expect(outcomes).toMatchObject([{ kind: 'skip' }, { kind: 'done' }]);
    expect(said()).toMatchObject([{ key: 'e6:0' }]);
  });

  it('says nothing while it cannot ask the manager for a version', async () => {
    const alone = handlerWith(
      new Definitions(new DefinitionCopy(database), new ManagerClient('http://127.0.0.1:9', 'token')),
    );
    await expect(alone.handle([ready('e7'), ready('e8', { campaignVersion: 77 })])).rejects.toBeInstanceOf(
      ServiceUnavailable,
    );
    expect(published).toEqual([]);
  });
});
