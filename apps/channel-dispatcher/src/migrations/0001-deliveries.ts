import { createDefinitionCopy } from '@clarion/definitions';
import { sql, type Kysely } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table deliveries (
      delivery_id uuid primary key,
      execution_id text not null,
      sandbox text not null,
      ordinal integer not null,
      state text not null,
      attempt integer not null,
      reason text,
      detail text,
      begun_at timestamptz not null,
      ended_at timestamptz
    )`.execute(database);
  await createDefinitionCopy(database);
}
