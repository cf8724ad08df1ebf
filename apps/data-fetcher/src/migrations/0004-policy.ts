import { sql, type Kysely } from 'kysely';

/** How data sources are called, over all instances; what stands in for an answer; suspended executions. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table hosts (
      host_id bigint generated always as identity primary key,
      sandbox text not null,
      host text not null,
      failures integer not null default 0,
      openings integer not null default 0,
      open_until timestamptz,
      probe_until timestamptz,
      next_slot_at timestamptz,
      closed_at timestamptz,
      unique (sandbox, host)
    )`.execute(database);
  await sql`alter table executions add column suspensions integer not null default 0`.execute(database);
  await sql`create index on executions (begun_at)`.execute(database);
  await sql`
    alter table fetches
      add column host_id bigint references hosts,
      add column call_lease_id uuid,
      add column waits_for text,
      add column held_since timestamptz,
      add column slot_at timestamptz,
      add column share_key text,
      add column calls_before integer not null default 0,
      add column data_source_id text,
      add column snapshot_id bigint references snapshots,
      add column origin text,
      add column suspended_at timestamptz,
      add column reason text,
      add column detail text`.execute(database);
  await sql`
    update fetches
    set snapshot_id = snapshots.snapshot_id, origin = 'call'
    from snapshots
    where snapshots.execution_id = fetches.execution_id and snapshots.alias = fetches.alias`.execute(database);
  await sql`create index on fetches (host_id) where due_at is not null or state = 'suspended'`.execute(database);
  await sql`create index on fetches (share_key) where due_at is not null`.execute(database);
  await sql`create index on fetches (snapshot_id)`.execute(database);
  await sql`alter table calls add column request text`.execute(database);
  await sql`create index on calls (started_at)`.execute(database);
  await sql`
    alter table snapshots
      add column origin text not null default 'call',
      add column request_hash text,
      add column request text`.execute(database);
  await sql`create index on snapshots (fetched_at)`.execute(database);
  await sql`
    create index on snapshots (data_source_id, sandbox, request_hash, fetched_at) where origin = 'call'`.execute(
    database,
  );
  await sql`
    create table shares (
      share_key text primary key,
      execution_id text not null,
      alias text not null,
      snapshot_id bigint references snapshots on delete cascade,
      fresh_until timestamptz
    )`.execute(database);
  await sql`create index on shares (snapshot_id)`.execute(database);
}
