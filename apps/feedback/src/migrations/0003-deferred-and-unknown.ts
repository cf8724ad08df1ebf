import { sql, type Kysely } from 'kysely';

/** Deliveries that were put off, and those of which nobody knows whether they were sent, are counted as well. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table executions
      add column deferred integer not null default 0,
      add column unknown integer not null default 0`.execute(database);
}
