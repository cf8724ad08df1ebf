import { sql, type Kysely } from 'kysely';

/** Runs that are none in earnest are told apart. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table runs add column purpose text`.execute(database);
}
