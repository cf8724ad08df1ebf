import { addLeases } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

/** Campaigns that were stopped with all that runs of them. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table campaign_stops (
      campaign_id text primary key,
      sandbox text not null,
      traceparent text not null,
      heard_at timestamptz not null default clock_timestamp(),
      pass integer not null default 1,
      after_request_id text not null default ''
    )`.execute(database);
  await addLeases(database, 'campaign_stops');
}
