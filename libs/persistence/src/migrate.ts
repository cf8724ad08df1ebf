import type { Logger } from '@clarion/observability';
import { Migrator, sql, type Kysely, type Migration } from 'kysely';

/** Numbered steps of a schema, such as `'0001-executions'`; they run in the order of their names, each once. */
export type Migrations = Record<string, Migration>;

/**
 * Brings a service's schema up to date; several instances may do so at the same time.
 * @throws what the failing step threw; it is rolled back, those before it too.
 */
export async function migrate<Tables>(
  database: Kysely<Tables>,
  schema: string,
  migrations: Migrations,
  logger: Logger,
): Promise<void> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(database).catch(ignoreConcurrentCreation);
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: schema,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error('A migration failed', { cause: error });
  for (const { migrationName } of results ?? []) logger.info({ migration: migrationName }, 'schema migrated');
}

/** `create schema if not exists` is not atomic: two at once may both try, and one meets the other's row. */
function ignoreConcurrentCreation(error: unknown): void {
  const { code } = error as { code?: string };
  if (code !== '23505' && code !== '42P06') throw error;
}
