import 'reflect-metadata';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { connectEvents, KafkaPublisher } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { databaseHealth, migrate, openDatabase } from '@clarion/persistence';
import { endOnFailure, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { deliveryTransports } from './delivery-transports.js';
import { defaultSettings } from './dispatch-settings.js';
import { migrations } from './migrations/index.js';
import { SmtpMailProvider } from './smtp/smtp-mail-provider.js';
import { SnapshotClient } from './snapshot-client.js';
import { Snapshots } from './snapshots.js';
import type { Tables } from './tables.js';

const name = 'channel-dispatcher';
const schema = 'channel_dispatcher';

const settings = readConfig(process.env);
const logger = createLogger(name, settings.LOG_LEVEL);
const onFailure = endOnFailure(logger);
const kafka = { brokers: settings.KAFKA_BROKERS, topicPrefix: settings.TOPIC_PREFIX };

const database = openDatabase<Tables>({ url: settings.DATABASE_URL, schema }, logger);
await migrate(database, schema, migrations, logger);

const mailProvider = new SmtpMailProvider({
  answerMs: 10_000,
  wordMs: 5_000,
  lateWordMs: settings.SMTP_REPLY_TIMEOUT_SECONDS * 1_000,
});
const publisher = new KafkaPublisher(kafka, name, logger);
const local = await localDefinitions(database, {
  service: name,
  kafka,
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
  logger,
  onFailure,
});
const fetcher = new SnapshotClient({
  internalUrl: settings.FETCHER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
});
const snapshots = new Snapshots(fetcher, settings.SNAPSHOT_CACHE_MB * 1024 * 1024);
const dispatch = { ...defaultSettings, categories: settings.CATEGORIES, window: settings.DISPATCH_WINDOW };
const deliveries = deliveryTransports(settings.CATEGORIES, { ...kafka, logger, onFailure });
const deadLetters = new DeadLetters(database, {
  service: name,
  kafka,
  groups: [...deliveries.map(({ transport }) => transport.group), local.transport.group],
  logger,
});

deadLetters.start();
await runService({
  name,
  settings,
  logger,
  module: AppModule.with({
    database,
    publisher,
    local,
    mailProvider,
    snapshots,
    settings: dispatch,
    deadLetters,
    logger,
  }),
  health: [
    databaseHealth(database),
    ...deliveries.map(({ category, transport }) => ({
      name: `kafka.${category}`,
      isRequired: true,
      check: transport.checkHealth,
    })),
    { name: 'definitions', isRequired: true, check: local.transport.checkHealth },
  ],
  connect: (app) => {
    connectEvents(app, local.transport);
    for (const { transport } of deliveries) connectEvents(app, transport);
  },
  stop: async () => {
    await deadLetters.stop();
    mailProvider.close();
    await publisher.disconnect();
    await database.destroy();
  },
});
