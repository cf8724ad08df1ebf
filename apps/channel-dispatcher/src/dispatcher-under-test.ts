import 'reflect-metadata';
import { events, type Category, type DeliveryReport } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { DefinitionCopy, Definitions, ManagerClient } from '@clarion/definitions';
import type { OutgoingEvent } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { createApp } from '@clarion/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Kysely } from 'kysely';
import { randomBytes } from 'node:crypto';
import { AppModule } from './app.module.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeferredWorker } from './deferred-worker.js';
import type { Delivery } from './delivery.js';
import { defaultSettings, type DispatchSettings } from './dispatch-settings.js';
import { HeldLeases } from './held-leases.js';
import { definitionsFor, traceparent } from './examples.js';
import type { Claim } from './ledger-statements.js';
import { MailTracking } from './mail-tracking.js';
import { migrations } from './migrations/index.js';
import { OnDeliveriesRequested } from './on-deliveries-requested.js';
import { OnExecutionCancelled } from './on-execution-cancelled.js';
import { SmtpMailProvider } from './smtp/smtp-mail-provider.js';
import type { Patience } from './smtp/smtp-line.js';
import { SnapshotClient } from './snapshot-client.js';
import { Snapshots } from './snapshots.js';
import { startFetcher, startMailServer, type Fetcher, type MailServer } from './stand-ins.js';
import type { Tables } from './tables.js';
import { previewLink, unsubscribeLinks } from './unsubscribe-links.js';

const serviceToken = 'service-token';
/** What unsubscribe links are sealed with. */
export const linkKey = randomBytes(32);

/** The dispatcher for tests: all of it with a real database, but what it publishes is recorded, and no manager answers. */
export interface DispatcherUnderTest {
  app: NestFastifyApplication;
  handler: OnDeliveriesRequested;
  database: Kysely<Tables>;
  ledger: DeliveriesRepository;
  leases: HeldLeases;
  /** Begins deliveries, as this or another process. */
  begin: (deliveries: readonly Delivery[], category: Category, claim: Claim) => Promise<unknown>;
  /** It hears that these executions are cancelled. */
  cancel: (...executionIds: string[]) => Promise<unknown>;
  /** Has deferred deliveries sent when they are due. */
  startWorker: () => void;
  mail: MailServer;
  fetcher: Fetcher;
  /** All that Kafka would have got, in its order. */
  published: OutgoingEvent[];
  /** What was reported of deliveries, in its order. */
  reports: () => DeliveryReport[];
  /** Forgets what was mailed, published and asked so far. */
  forget(): void;
  stop(): Promise<void>;
}

/** What differs from what holds unless told. */
export interface Differences {
  settings?: Partial<DispatchSettings>;
  /** The port of another mail server than its own, for the campaigns of a category. */
  ports?: Partial<Record<Category, number>>;
  patience?: Partial<Patience>;
  /** How long the data-fetcher may take for its answer. */
  askMs?: number;
}

/** Starts the dispatcher on a database, to which it gives the definitions of the examples. */
export async function startDispatcher(
  databaseUrl: string,
  { settings = {}, ports = {}, patience = {}, askMs = 10_000 }: Differences = {},
): Promise<DispatcherUnderTest> {
  const logger = createLogger('test', 'silent');
  const database = openDatabase<Tables>({ url: databaseUrl, schema: 'channel_dispatcher', isKeyed: true }, logger);
  await migrate(database, 'channel_dispatcher', migrations, logger);
  const [mail, fetcher] = await Promise.all([startMailServer(), startFetcher(serviceToken)]);
  const copy = await copyOfExamples(new DefinitionCopy(database), {
    transactional: mail.port,
    marketing: mail.port,
    ...ports,
  });
  const definitions = new Definitions(copy, new ManagerClient('http://127.0.0.1:1', serviceToken));
  const published: OutgoingEvent[] = [];
  const publisher = { publish: (batch: readonly OutgoingEvent[]) => Promise.resolve(void published.push(...batch)) };
  const mailProvider = new SmtpMailProvider({ answerMs: 10_000, wordMs: 5_000, lateWordMs: 10_000, ...patience });
  const client = new SnapshotClient({ internalUrl: fetcher.url, serviceToken, timeoutMs: askMs });
  const snapshots = new Snapshots(client, 64 * 1024 * 1024);

  const local = { copy, definitions };
  const nowhere = { brokers: ['127.0.0.1:1'], topicPrefix: '' };
  const module = AppModule.with({
    database,
    publisher,
    local,
    mailProvider,
    snapshots,
    unsubscribeLinkOf: unsubscribeLinks('https://mail.shop.example', [linkKey]),
    previewLink: previewLink('https://mail.shop.example'),
    tracking: new MailTracking('https://mail.shop.example', [linkKey]),
    settings: { ...defaultSettings, ...settings },
    deadLetters: new DeadLetters(database, { service: 'test', kafka: nowhere, groups: [], logger }),
    logger,
  });
  const app = await createApp(module, { logger });
  const ledger = app.get(DeliveriesRepository);
  return {
    app,
    handler: app.get(OnDeliveriesRequested),
    database,
    ledger,
    begin: (deliveries, category, claim) =>
      ledger.turn(
        deliveries.map((delivery) => ({ delivery, category })),
        [],
        new Map(),
        claim,
      ),
    leases: app.get(HeldLeases),
    cancel: (...executionIds) => app.get(OnExecutionCancelled).handle(executionIds.map(cancelledEvent)),
    startWorker: () => {
      app.get(DeferredWorker).onApplicationBootstrap();
    },
    mail,
    fetcher,
    published,
    reports: () => published.flatMap(({ data }) => (data as { reports: DeliveryReport[] }).reports),
    forget: () => {
      for (const list of [mail.inbox, published, fetcher.asked]) list.length = 0;
    },
    stop: async () => {
      await app.close();
      mailProvider.close();
      await Promise.all([mail.stop(), fetcher.stop(), database.destroy()]);
    },
  };
}

function cancelledEvent(executionId: string) {
  const execution = { executionId, sandbox: 'dev', campaignId: 'reset', campaignVersion: 1 };
  const place = { topic: events.executionCancelled.type, partition: 0, offset: '0' };
  const data = { ...execution, at: '2026-06-12T16:00:01.000Z' };
  return { id: `${executionId}:cancelled`, source: '/test', key: executionId, data, traceparent, ...place };
}

async function copyOfExamples(copy: DefinitionCopy, smtpPorts: Record<Category, number>): Promise<DefinitionCopy> {
  const versions = definitionsFor(smtpPorts);
  await copy.keepVersions(versions);
  await copy.keepActivations(
    versions.map(({ kind, sandbox, id, version }) => ({ kind, sandbox, id, version, revision: 1, state: 'live' })),
  );
  return copy;
}
