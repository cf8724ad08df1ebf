import { sql, type Kysely } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table reports (
      delivery_id uuid not null,
      attempt integer not null,
      state text not null,
      reason text,
      detail text,
      at timestamptz not null,
      primary key (delivery_id, attempt, state)
    )`.execute(database);
  await sql`
    create table deliveries (
      delivery_id uuid primary key,
      execution_id text not null,
      ordinal integer not null,
      namespace text not null,
      user_id text not null,
      channel text not null,
      state text not null,
      reason text,
      detail text,
      attempt integer not null,
      updated_at timestamptz not null
    )`.execute(database);
  await sql`create index on deliveries (execution_id, ordinal)`.execute(database);
  await sql`
    create table executions (
      execution_id text primary key,
      sandbox text not null,
      campaign_id text not null,
      campaign_version integer not null,
      sent integer not null default 0,
      failed integer not null default 0,
      excluded integer not null default 0,
      first_report_at timestamptz not null,
      last_report_at timestamptz not null
    )`.execute(database);
}
