import { sql, type Kysely } from 'kysely';

/** The last successful test of each data source, with the hash of what was tested. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table data_source_tests (
      data_source_id text primary key,
      tested_hash text not null,
      passed_at timestamptz not null default now()
    )`.execute(database);
}
