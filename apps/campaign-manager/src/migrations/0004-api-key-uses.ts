import { sql, type Kysely } from 'kysely';

/** When each key was last used; apart from its definition, for it is no change of that. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table api_key_uses (
      key_id text primary key,
      last_used_at timestamptz not null
    )`.execute(database);
}
