import { createDefinitionCopy } from '@clarion/definitions';
import { addLeases, createOutbox } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table executions (
      execution_id text primary key,
      sandbox text not null,
      campaign_id text not null,
      campaign_version integer not null,
      accepted json not null,
      traceparent text not null,
      state text not null,
      begun_at timestamptz not null default clock_timestamp()
    )`.execute(database);
  await sql`
    create table fetches (
      execution_id text not null references executions,
      alias text not null,
      state text not null default 'waiting',
      request_body text,
      primary key (execution_id, alias)
    )`.execute(database);
  await addLeases(database, 'fetches');
  await sql`
    create table calls (
      execution_id text not null,
      alias text not null,
      attempt integer not null,
      started_at timestamptz not null,
      ended_at timestamptz,
      status integer,
      bytes integer,
      outcome text,
      primary key (execution_id, alias, attempt)
    )`.execute(database);
  await sql`
    create table snapshots (
      snapshot_id bigint generated always as identity primary key,
      execution_id text not null,
      alias text not null,
      sandbox text not null,
      data_source_id text not null,
      rows json not null,
      row_count integer not null,
      bytes integer not null,
      content_hash text not null,
      fetched_at timestamptz not null default clock_timestamp(),
      calls integer not null,
      unique (execution_id, alias)
    )`.execute(database);
  await createOutbox(database);
  await createDefinitionCopy(database);
}
