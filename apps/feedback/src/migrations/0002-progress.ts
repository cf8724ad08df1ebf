import { sql, type Kysely } from 'kysely';

/** An execution is known from its first report, or from what is said of it as a whole: whichever comes first. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table executions
      alter column first_report_at drop not null,
      alter column last_report_at drop not null,
      add column run_state text,
      add column targeted integer,
      add column reason text,
      add column detail text`.execute(database);
}
