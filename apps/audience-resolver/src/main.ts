import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DefinitionCopy, Definitions, definitionsGroup, ManagerClient } from '@clarion/definitions';
import { connectEvents, EventTransport, KafkaPublisher } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { databaseHealth, migrate, openDatabase } from '@clarion/persistence';
import { endOnFailure, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { migrations } from './migrations/index.js';
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
const copy = new DefinitionCopy(database);
const definitions = new Definitions(copy, new ManagerClient(settings.MANAGER_INTERNAL_URL, settings.SERVICE_TOKEN));
const definitionEvents = new EventTransport({
  ...kafka,
  group: await definitionsGroup(database, name),
  events: [events.definitionPublished, events.definitionActivated],
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

await runService({
  name,
  settings,
  logger,
  module: AppModule.with({ database, publisher, copy, definitions, logger }),
  bodyLimitBytes: 8 * 1024 * 1024,
  health: [
    databaseHealth(database),
    { name: 'kafka', isRequired: true, check: executionEvents.checkHealth },
    { name: 'definitions', isRequired: true, check: definitionEvents.checkHealth },
  ],
  connect: (app) => {
    connectEvents(app, definitionEvents);
    connectEvents(app, executionEvents);
  },
  stop: async () => {
    await publisher.disconnect();
    await database.destroy();
  },
});
