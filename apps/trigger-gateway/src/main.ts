import 'reflect-metadata';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { connectEvents, KafkaPublisher } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { databaseHealth, InlineOutbox, migrate, openDatabase } from '@clarion/persistence';
import { endOnFailure, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { FeedbackClient } from './feedback-client.js';
import { migrations } from './migrations/index.js';
import type { Tables } from './tables.js';

const name = 'trigger-gateway';
const schema = 'trigger_gateway';

const settings = readConfig(process.env);
const logger = createLogger(name, settings.LOG_LEVEL);
const onFailure = endOnFailure(logger);
const kafka = { brokers: settings.KAFKA_BROKERS, topicPrefix: settings.TOPIC_PREFIX };

const database = openDatabase<Tables>({ url: settings.DATABASE_URL, schema }, logger);
await migrate(database, schema, migrations, logger);

const publisher = new KafkaPublisher(kafka, name, logger);
const outbox = new InlineOutbox<Tables>(database, publisher, logger);
const local = await localDefinitions(database, {
  service: name,
  kafka,
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
  logger,
  onFailure,
});

const feedback = new FeedbackClient(settings.FEEDBACK_INTERNAL_URL, settings.SERVICE_TOKEN);

const deadLetters = new DeadLetters(database, { service: name, kafka, groups: [local.transport.group], logger });

outbox.start();
deadLetters.start();
await runService({
  name,
  settings,
  logger,
  module: AppModule.with({ database, outbox, local, feedback, deadLetters, logger }),
  health: [databaseHealth(database), { name: 'kafka', isRequired: false, check: local.transport.checkHealth }],
  connect: (app) => {
    connectEvents(app, local.transport);
  },
  stop: async () => {
    await deadLetters.stop();
    await outbox.stop();
    await publisher.disconnect();
    await database.destroy();
  },
});
