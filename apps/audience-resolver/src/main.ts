import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { connectEvents, EventTransport, KafkaPublisher } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { databaseHealth, migrate, openDatabase, Outbox } from '@clarion/persistence';
import { endOnFailure, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { Campaigns } from './campaigns.js';
import { readConfig } from './config.js';
import { migrations } from './migrations/index.js';
import { RunWorkers } from './run-workers.js';
import type { Tables } from './tables.js';

const name = 'audience-resolver';
const schema = 'audience_resolver';

const settings = readConfig(process.env);
const logger = createLogger(name, settings.LOG_LEVEL);
const onFailure = endOnFailure(logger);
const kafka = { brokers: settings.KAFKA_BROKERS, topicPrefix: settings.TOPIC_PREFIX };

const database = openDatabase<Tables>({ url: settings.DATABASE_URL, schema }, logger);
await migrate(database, schema, migrations, logger);

const publisher = new KafkaPublisher(kafka, name, logger);
const outbox = new Outbox<Tables>(database, publisher, logger);
const local = await localDefinitions(database, {
  service: name,
  kafka,
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
  logger,
  onFailure,
});
const executionEvents = new EventTransport({
  ...kafka,
  group: name,
  events: [events.executionReady],
  logger,
  onFailure,
});
const workers = new RunWorkers({
  database,
  outbox,
  publisher,
  campaigns: new Campaigns(local.definitions),
  logger,
  sliceConcurrency: settings.SLICE_CONCURRENCY,
});

const deadLetters = new DeadLetters(database, {
  service: name,
  kafka,
  groups: [executionEvents.group, local.transport.group],
  logger,
});

outbox.start();
deadLetters.start();
workers.start();
await runService({
  name,
  settings,
  logger,
  module: AppModule.with({ database, outbox, publisher, local, workers, deadLetters, logger }),
  bodyLimitBytes: 8 * 1024 * 1024,
  health: [
    databaseHealth(database),
    { name: 'kafka', isRequired: true, check: executionEvents.checkHealth },
    { name: 'definitions', isRequired: true, check: local.transport.checkHealth },
  ],
  connect: (app) => {
    connectEvents(app, local.transport);
    connectEvents(app, executionEvents);
  },
  stop: async () => {
    await deadLetters.stop();
    await workers.stop();
    await outbox.stop();
    await publisher.disconnect();
    await database.destroy();
  },
});
