import { createDefinitionCopy } from '@clarion/definitions';
import { addLeases } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

/** What people configured, what is sent to webhooks, and which of them want nothing any more. */
export async function up(database: Kysely<never>): Promise<void> {
  await createDefinitionCopy(database);
  await sql`
    create table webhook_deliveries (
      webhook_delivery_id uuid primary key,
      webhook_id text not null,
      sandbox text not null,
      execution_id text not null,
      recipients integer not null,
      body text not null,
      traceparent text not null,
      state text not null default 'pending',
      attempts integer not null default 0,
      failures integer not null default 0,
      created_at timestamptz not null default clock_timestamp(),
      last_attempt_at timestamptz,
      last_status integer,
      last_answer text,
      reason text,
      detail text,
      ended_at timestamptz
    )`.execute(database);
  await addLeases(database, 'webhook_deliveries');
  await sql`create index on webhook_deliveries (webhook_id, due_at) where due_at is not null`.execute(database);
  await sql`create index on webhook_deliveries (webhook_id, webhook_delivery_id)`.execute(database);
  await sql`create index on webhook_deliveries (created_at)`.execute(database);
  await sql`
    create table webhook_ends (
      webhook_id text not null,
      version integer not null,
      ended_at timestamptz not null default clock_timestamp(),
      primary key (webhook_id, version)
    )`.execute(database);
}
