import { sql, type Kysely } from 'kysely';

/** Executions that are none in earnest are told apart, and what dry runs have rendered is counted. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table executions
      add column purpose text,
      add column rendered integer not null default 0`.execute(database);
}
