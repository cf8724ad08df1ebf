import { KafkaPublisher, type KafkaSettings } from '@clarion/messaging';
import { createLogger, Metrics, type Logger } from '@clarion/observability';
import { openDatabase, type DatabaseSettings, type Migrations } from '@clarion/persistence';
import type { Kysely } from 'kysely';
import { endOnFailure } from './end-on-failure.js';
import { migrateOnceThere } from './migrate-once-there.js';
import { kafkaSettingsOf, type ServiceSettings } from './service-settings.js';

/** What all parts of a service are built on. */
export interface OpenService<Tables> {
  name: string;
  settings: ServiceSettings;
  logger: Logger;
  metrics: Metrics;
  /** Ends the process, loudly. */
  onFailure: (error: Error) => void;
  kafka: KafkaSettings;
  publisher: KafkaPublisher;
  /** Its schema is up to date. */
  database: Kysely<Tables>;
}

/**
 * Opens what a service works with. Resolves when its schema, named as the service with underscores, is up to date: while
 * Postgres is away it says so and waits, and where Postgres does not let it in the process ends with 1.
 */
export async function openService<Tables>(
  name: string,
  settings: ServiceSettings,
  migrations: Migrations,
  { isKeyed = false }: Pick<DatabaseSettings, 'isKeyed'> = {},
): Promise<OpenService<Tables>> {
  const logger = createLogger(name, settings.LOG_LEVEL);
  const onFailure = endOnFailure(logger);
  const metrics = new Metrics(name, logger);
  const kafka = kafkaSettingsOf(settings);
  const publisher = new KafkaPublisher(kafka, name, logger);
  const schema = name.replaceAll('-', '_');
  const database = openDatabase<Tables>({ url: settings.DATABASE_URL, schema, isKeyed }, logger);
  await migrateOnceThere(database, schema, migrations, logger);
  return { name, settings, logger, metrics, onFailure, kafka, publisher, database };
}
