import { sql, type Kysely } from 'kysely';

/** What lists are filtered by, taken out of the draft. Lists themselves follow the index on creation of the first step. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table definitions
      add column channel text generated always as (body->>'channel') stored,
      add column category text generated always as (body->>'category') stored,
      add column tags jsonb generated always as (body::jsonb->'tags') stored,
      add column searched text
        generated always as (lower(name || E'\\n' || coalesce(body->>'description', ''))) stored`.execute(database);
  await sql`create index on definitions using gin (tags jsonb_path_ops)`.execute(database);
}
