import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { connectEvents, EventTransport, KafkaPublisher } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { databaseHealth, migrate, openDatabase, Outbox } from '@clarion/persistence';
import { endOnFailure, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { fetchWorker } from './fetch-worker.js';
import { migrations } from './migrations/index.js';
import { ResolverClient } from './resolver-client.js';
import type { Tables } from './tables.js';

const name = 'data-fetcher';
const schema = 'data_fetcher';

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
  events: [events.executionAccepted],
  logger,
  onFailure,
});
const resolver = new ResolverClient(settings.RESOLVER_INTERNAL_URL, settings.SERVICE_TOKEN);
const worker = fetchWorker(
  { database, outbox, definitions: local.definitions, resolver, logger },
  { concurrency: settings.FETCH_CONCURRENCY, allowedHosts: settings.DEVELOPMENT_ALLOWED_HOSTS },
);

const deadLetters = new DeadLetters(database, {
  service: name,
  kafka,
  groups: [executionEvents.group, local.transport.group],
  logger,
});

outbox.start();
deadLetters.start();
worker.start();
await runService({
  name,
  settings,
  logger,
  module: AppModule.with({ database, outbox, worker, local, deadLetters, logger }),
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
    await worker.stop();
    await outbox.stop();
    await publisher.disconnect();
    await database.destroy();
  },
});
