import { sql, type Kysely } from 'kysely';

/** The rate of runs that have one, and how far their slices were released by it. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table runs
      add column throttle_rate_per_sec integer,
      add column slice_due_at timestamptz,
      add column release_until timestamptz`.execute(database);
}
