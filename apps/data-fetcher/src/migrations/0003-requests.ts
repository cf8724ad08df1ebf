import { sql, type Kysely } from 'kysely';

/** What a fetch asks is rendered from templates: all of it is kept, the body where it was. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table fetches add column request json`.execute(database);
}
