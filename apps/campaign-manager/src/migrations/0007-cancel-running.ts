import { sql, type Kysely } from 'kysely';

/** Whether a campaign that has ended was to cancel its running executions. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table definitions add column cancel_running boolean not null default false`.execute(database);
}
