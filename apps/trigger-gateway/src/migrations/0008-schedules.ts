import { addLeases } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

/** Audience executions that are to begin later. A deleted one keeps its `requestId` for as long as its row is there. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table executions add column schedule_id uuid`.execute(database);
  await sql`
    create table schedules (
      schedule_id uuid primary key,
      execution_id text not null unique,
      sandbox text not null,
      campaign_id text not null,
      call json not null,
      execute_at timestamptz not null,
      traceparent text not null,
      state text not null default 'scheduled' check (state in ('scheduled', 'triggered', 'failed', 'deleted')),
      reason text,
      detail text,
      ended_at timestamptz
    )`.execute(database);
  await addLeases(database, 'schedules');
  await sql`create index on schedules (campaign_id) where state = 'scheduled'`.execute(database);
  await sql`create index on schedules (ended_at) where ended_at is not null`.execute(database);
}
