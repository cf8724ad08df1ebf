import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { connectEvents, EventTransport } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { databaseHealth, migrate, openDatabase } from '@clarion/persistence';
import { endOnFailure, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { migrations } from './migrations/index.js';
import type { Tables } from './tables.js';

const name = 'feedback';
const schema = 'feedback';

const settings = readConfig(process.env);
const logger = createLogger(name, settings.LOG_LEVEL);
const kafka = { brokers: settings.KAFKA_BROKERS, topicPrefix: settings.TOPIC_PREFIX };

const database = openDatabase<Tables>({ url: settings.DATABASE_URL, schema }, logger);
await migrate(database, schema, migrations, logger);

const feedbackEvents = new EventTransport({
  ...kafka,
  group: name,
  events: [events.deliveriesReported, events.executionProgressed],
  logger,
  // A few thousand reports: one transaction, and no long synchronous stretch.
  bounds: { maxEvents: 100, maxBytes: 512 * 1024 },
  onFailure: endOnFailure(logger),
});
const deadLetters = new DeadLetters(database, { service: name, kafka, groups: [feedbackEvents.group], logger });

deadLetters.start();
await runService({
  name,
  settings,
  logger,
  module: AppModule.with({ database, deadLetters, logger }),
  health: [databaseHealth(database), { name: 'kafka', isRequired: true, check: feedbackEvents.checkHealth }],
  connect: (app) => {
    connectEvents(app, feedbackEvents);
  },
  stop: async () => {
    await deadLetters.stop();
    await database.destroy();
  },
});
