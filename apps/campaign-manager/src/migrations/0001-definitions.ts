import { createOutbox } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

/** Definitions with their draft, their versions (which nobody can change), and the outbox. */
export async function up(database: Kysely<never>): Promise<void> {
  await createDefinitions(database);
  await createVersions(database);
  await createOutbox(database);
}

async function createDefinitions(database: Kysely<never>): Promise<void> {
  // The other services ask by kind and id alone, so an id is of one sandbox only.
  await sql`
    create table definitions (
      kind text not null,
      id text not null,
      sandbox text not null,
      name text not null,
      state text not null check (state in ('draft', 'live', 'stopped', 'revoked', 'archived')),
      body json not null,
      version integer,
      revision integer not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (kind, id),
      check ((state = 'draft') = (version is null)),
      check ((state = 'draft') = (revision = 0))
    )`.execute(database);
  await sql`create index on definitions (kind, sandbox, created_at desc, id desc)`.execute(database);
  await sql`create index on definitions (kind, sandbox, name)`.execute(database);
}

async function createVersions(database: Kysely<never>): Promise<void> {
  await sql`
    create table definition_versions (
      kind text not null,
      id text not null,
      version integer not null check (version > 0),
      body json not null,
      published_at timestamptz not null default now(),
      primary key (kind, id, version),
      foreign key (kind, id) references definitions
    )`.execute(database);
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'a published version never changes';
    end $$`.execute(database);
  await sql`
    create trigger versions_never_change before update or delete on definition_versions
    for each row execute function refuse_change()`.execute(database);
}
