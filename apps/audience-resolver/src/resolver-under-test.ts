import 'reflect-metadata';
import { DeadLetters } from '@clarion/dead-letters';
import { events, type Campaign, type DeliveryReport, type DeliveryRequest, type EventData } from '@clarion/contracts';
import { DefinitionCopy, Definitions, ManagerClient } from '@clarion/definitions';
import type { OutgoingEvent, ReceivedEvent } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase, Outbox } from '@clarion/persistence';
import { createApp } from '@clarion/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { sql, type Kysely } from 'kysely';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { Campaigns } from './campaigns.js';
import { migrations } from './migrations/index.js';
import { OnExecutionReady } from './on-execution-ready.js';
import type { Profile } from './profile.js';
import { ProfilesRepository, type ProfileUpsert } from './profiles.repository.js';
import { RunWorkers } from './run-workers.js';
import type { Tables } from './tables.js';

const schema = 'audience_resolver';
const logger = createLogger('resolver-test', 'silent');

export type Ready = EventData<typeof events.executionReady>;
type Publish = (outgoing: readonly OutgoingEvent[]) => Promise<void>;

/** An execution's event; for the audience of its campaign unless told otherwise. */
export function ready(executionId: string, changes: Partial<Ready> = {}): ReceivedEvent<typeof events.executionReady> {
  const data = {
    executionId,
    sandbox: 'dev',
    campaignId: 'c1',
    campaignVersion: 1,
    acceptedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const topic = events.executionReady.type;
  return { id: executionId, source: '/test', key: executionId, data, traceparent, topic, partition: 0, offset: '0' };
}

interface Member {
  userId: string;
  address: string | null;
}

/** The resolver for tests: all of it and a real database, but what it publishes is recorded. */
export class ResolverUnderTest {
  /** All that Kafka would have got, in its order. */
  readonly published: OutgoingEvent[] = [];
  /** Takes the place of Kafka where a test wants it to fail. */
  publish: Publish = (outgoing) => Promise.resolve(void this.published.push(...outgoing));
  readonly outbox: Outbox<Tables>;
  readonly profiles: ProfilesRepository;
  private readonly workers: RunWorkers[] = [];

  private constructor(
    readonly database: Kysely<Tables>,
    readonly copy: DefinitionCopy,
    private readonly definitions: Definitions,
    private readonly manager: Server,
  ) {
    this.outbox = new Outbox<Tables>(database, { publish: (outgoing) => this.publish(outgoing) }, logger);
    this.profiles = new ProfilesRepository(database);
  }

  /** On an empty database. The campaign-manager answers, and knows nothing. */
  static async on(url: string): Promise<ResolverUnderTest> {
    const database = openDatabase<Tables>({ url, schema }, logger);
    await migrate(database, schema, migrations, logger);
    const manager = createServer((_, response) => response.writeHead(404).end('{}'));
    await new Promise<void>((resolve) => manager.listen(0, '127.0.0.1', resolve));
    const { port } = manager.address() as AddressInfo;
    const copy = new DefinitionCopy(database);
    const definitions = new Definitions(copy, new ManagerClient(`http://127.0.0.1:${port}`, 'token'));
    return new ResolverUnderTest(database, copy, definitions, manager);
  }

  /** One instance's workers, not started. */
  newWorkers(
    options: { leaseMs?: number; sliceConcurrency?: number; definitions?: Definitions; publish?: Publish } = {},
  ): RunWorkers {
    const { definitions = this.definitions, publish = (outgoing) => this.publish(outgoing), ...rest } = options;
    const workers = new RunWorkers({
      database: this.database,
      outbox: this.outbox,
      publisher: { publish },
      campaigns: new Campaigns(definitions),
      logger,
      sliceConcurrency: 4,
      ...rest,
    });
    this.workers.push(workers);
    return workers;
  }

  /** The service's HTTP side and handlers. Its workers have stopped: nothing is done but by those that a test starts. */
  async app(definitions = this.definitions): Promise<NestFastifyApplication> {
    const workers = this.newWorkers({ definitions });
    await workers.stop();
    const nowhere = { brokers: ['127.0.0.1:1'], topicPrefix: '' };
    const deadLetters = new DeadLetters(this.database, { service: 'test', kafka: nowhere, groups: [], logger });
    const module = AppModule.with({
      database: this.database,
      outbox: this.outbox,
      publisher: { publish: (outgoing) => this.publish(outgoing) },
      local: { copy: this.copy, definitions },
      workers,
      deadLetters,
      logger,
    });
    const app = await createApp(module, { logger });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return app;
  }

  async handler(definitions = this.definitions): Promise<OnExecutionReady> {
    return (await this.app(definitions)).get(OnExecutionReady);
  }

  /** Definitions whose manager does not answer, with nothing that was read before. */
  withoutManager(): Definitions {
    return new Definitions(this.copy, new ManagerClient('http://127.0.0.1:9', 'token'));
  }

  async publishCampaign(id: string, changes: Partial<Campaign> = {}): Promise<void> {
    const html = 'Hello {{default profile.person.name.firstName "there"}}';
    const content = ['en', 'es'].map((locale) => ({ treatment: 'default', locale, subject: 's', html }));
    const body = {
      name: id,
      category: 'transactional',
      channel: 'email',
      channelConfigurationId: 'cc1',
      identityNamespace: 'email',
      createNewProfiles: false,
      content,
      ...changes,
    };
    await this.copy.keepVersions([{ kind: 'campaign', sandbox: 'dev', id, version: 1, body }]);
  }

  /** Adds so many profiles, known as `prefix0@x.example` and so on. */
  async addProfiles(
    sandbox: string,
    prefix: string,
    count: number,
    describe: (index: number) => Partial<Profile> = () => ({}),
  ): Promise<void> {
    const profiles = Array.from({ length: count }, (_, index): ProfileUpsert => {
      const identity = { namespace: 'email', userId: `${prefix}${index}@x.example` };
      return { identities: [identity], attributes: {}, ...describe(index) };
    });
    await this.profiles.upsert(sandbox, profiles);
  }

  /** The members of a run, in their order. */
  async membersOf(executionId: string): Promise<Member[]> {
    const { rows } = await sql<Member>`
      select user_id as "userId", address
      from members cross join unnest(user_ids, addresses) with ordinality member (user_id, address, place)
      where execution_id = ${executionId} order by slice, place`.execute(this.database);
    return rows;
  }

  /** The deliveries that were asked for, of one execution. */
  deliveriesOf(executionId: string): DeliveryRequest[] {
    return this.dataOf<{ deliveries?: DeliveryRequest[] }>(executionId).flatMap(({ deliveries }) => deliveries ?? []);
  }

  /** The reports that were made, of one execution. */
  reportsOf(executionId: string): DeliveryReport[] {
    return this.dataOf<{ reports?: DeliveryReport[] }>(executionId).flatMap(({ reports }) => reports ?? []);
  }

  /** What was said of one execution as a whole. */
  progressOf(executionId: string): Record<string, unknown>[] {
    const progressed = this.published.filter(({ topic }) => topic === events.executionProgressed.type);
    return progressed.map(({ data }) => data as Ready).filter((data) => data.executionId === executionId);
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((workers) => workers.stop()));
    await this.outbox.stop();
    this.manager.closeAllConnections();
    this.manager.close();
    await this.database.destroy();
  }

  private dataOf<Data>(executionId: string): (Data & { executionId: string })[] {
    const all = this.published.map(({ data }) => data as Data & { executionId: string });
    return all.filter((data) => data.executionId === executionId);
  }
}
