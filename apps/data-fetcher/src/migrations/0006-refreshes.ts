import { sql, type Kysely } from 'kysely';

/** What executions share is refreshed before its end, and confirmed by its source. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table executions add column is_refresh boolean not null default false`.execute(database);
  await sql`
    alter table shares
      add column refresh_at timestamptz,
      add column is_reusable boolean not null default true,
      add column headers json`.execute(database);
  await sql`alter table snapshots add column confirmed_at timestamptz`.execute(database);
}
