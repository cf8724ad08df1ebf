import { createOutbox } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

/** Leases, doubts and deferred deliveries. No index names the state, so that recording an end stays a cheap update. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table deliveries
      add column category text,
      add column interrupted integer[] not null default '{}',
      add column deferrals integer not null default 0,
      add column owner uuid,
      add column lease_until timestamptz,
      add column request json,
      add column due_at timestamptz`.execute(database);
  await sql`update deliveries set lease_until = begun_at where state = 'sending'`.execute(database);
  await sql`create index on deliveries (due_at) where due_at is not null`.execute(database);
  await createOutbox(database);
}
