import { createSecretIndex } from '@clarion/definitions';
import { sql, type Kysely } from 'kysely';

/** The buckets of rates (a crash of Postgres may empty them: they are full then), and keys found by their secret. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create unlogged table rates (
      bucket text primary key,
      per_second float8 not null,
      wanted integer not null,
      largest integer not null,
      granted integer not null,
      tokens float8 not null,
      filled_at timestamptz not null
    ) with (fillfactor = 50)`.execute(database);
  await createSecretIndex(database);
}
