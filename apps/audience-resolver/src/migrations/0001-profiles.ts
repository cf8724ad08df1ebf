import { createDefinitionCopy } from '@clarion/definitions';
import { sql, type Kysely } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table profiles (
      profile_id uuid primary key,
      sandbox text not null,
      attributes jsonb not null default '{}',
      language text
    )`.execute(database);
  await sql`
    create table identities (
      sandbox text not null,
      namespace text not null,
      user_id text not null,
      profile_id uuid not null references profiles,
      primary key (sandbox, namespace, user_id)
    )`.execute(database);
  await sql`create index on identities (profile_id)`.execute(database);
  await createDefinitionCopy(database);
}
