import { addLeases, createOutbox } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table profiles add column consents jsonb not null default '{}'`.execute(database);
  await sql`create index on profiles (sandbox, profile_id)`.execute(database);
  await sql`
    create table suppressions (
      sandbox text not null,
      channel text not null,
      address text not null,
      suppressed_at timestamptz not null default clock_timestamp(),
      primary key (sandbox, channel, address)
    )`.execute(database);
  await sql`
    create table runs (
      execution_id text primary key,
      sandbox text not null,
      campaign_id text not null,
      campaign_version integer not null,
      accepted_at timestamptz not null,
      traceparent text not null,
      state text not null default 'waiting',
      targeted integer,
      is_ready boolean not null default false,
      snapshots json,
      context json
    )`.execute(database);
  await sql`
    create table members (
      execution_id text not null,
      ordinal integer not null,
      profile_id uuid not null,
      namespace text not null,
      user_id text not null,
      address text,
      primary key (execution_id, ordinal)
    )`.execute(database);
  await sql`
    create table slices (
      execution_id text not null,
      slice integer not null,
      first_ordinal integer not null,
      last_ordinal integer not null,
      state text not null default 'waiting',
      primary key (execution_id, slice)
    )`.execute(database);
  await addLeases(database, 'runs');
  await addLeases(database, 'slices');
  await createOutbox(database);
}
