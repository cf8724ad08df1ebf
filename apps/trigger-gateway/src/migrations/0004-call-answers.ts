import { sql, type Kysely } from 'kysely';

/** What the first answer to a call said, and its status gives back. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table executions
      add column refused_recipients json,
      add column execution_metadata json`.execute(database);
}
