import 'reflect-metadata';
import { KafkaPublisher } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { databaseHealth, migrate, openDatabase, Outbox } from '@clarion/persistence';
import { endOnFailure, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { ensureBootstrapKey } from './bootstrap-key.js';
import { bootstrapKeyOf, internalUrlsOf, readConfig } from './config.js';
import { DeadLetterServices } from './dead-letter-services.js';
import { DefinitionPublisher } from './definition-publisher.js';
import { migrations } from './migrations/index.js';
import { Resolver } from './resolver.js';
import type { Tables } from './tables.js';

const name = 'campaign-manager';
const schema = 'campaign_manager';

const settings = readConfig(process.env);
const logger = createLogger(name, settings.LOG_LEVEL);
endOnFailure(logger);

const database = openDatabase<Tables>({ url: settings.DATABASE_URL, schema }, logger);
await migrate(database, schema, migrations, logger);

const kafka = new KafkaPublisher({ brokers: settings.KAFKA_BROKERS, topicPrefix: settings.TOPIC_PREFIX }, name, logger);
const outbox = new Outbox<Tables>(database, kafka, logger);
outbox.start();

const bootstrapKey = bootstrapKeyOf(settings);
if (bootstrapKey) await ensureBootstrapKey(new DefinitionPublisher(database, outbox), bootstrapKey);

const { RESOLVER_INTERNAL_URL: internalUrl, SERVICE_TOKEN: serviceToken } = settings;
const resolver = new Resolver({ internalUrl, serviceToken });
const deadLetters = new DeadLetterServices({ internalUrls: internalUrlsOf(settings), serviceToken });
await runService({
  name,
  settings,
  logger,
  module: AppModule.with({ database, outbox, resolver, deadLetters, logger }),
  bodyLimitBytes: 4 * 1024 * 1024,
  health: [databaseHealth(database)],
  stop: async () => {
    await outbox.stop();
    await kafka.disconnect();
    await database.destroy();
  },
});
