import { sql, type Kysely } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table snapshots
      add column rejected_count integer not null default 0,
      add column rejected json not null default '[]'`.execute(database);
}
