import { DependencyUnavailable, pauseMs } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import { isRefused, migrate, type Migrations } from '@clarion/persistence';
import type { Kysely } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { CannotStart } from './end-on-failure.js';

/** Whoever waits for the service must not wait much longer than for Postgres. */
const longestWaitMs = 3_000;

/**
 * Brings the schema up to date. While Postgres is away it tries again, after growing pauses.
 * @throws CannotStart when Postgres does not let the service in
 */
export async function migrateOnceThere<Tables>(
  database: Kysely<Tables>,
  schema: string,
  migrations: Migrations,
  logger: Logger,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await migrate(database, schema, migrations, logger);
      return;
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error;
      if (isRefused(error)) throw new CannotStart(`DATABASE_URL does not open a database: ${error.message}`);
      const waitMs = Math.min(longestWaitMs, pauseMs(attempt, Math.random()));
      logger.warn({ waitMs }, `cannot start yet, trying again: ${error.message}`);
      await sleep(waitMs);
    }
  }
}
