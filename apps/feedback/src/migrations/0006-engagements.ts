import { createOutbox } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

/** What recipients did with their deliveries, and the events that are owed for it. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table engagements (
      delivery_id uuid not null,
      kind text not null,
      at timestamptz not null,
      execution_id text not null,
      sandbox text not null,
      namespace text not null,
      user_id text not null,
      channel text not null,
      primary key (delivery_id, kind, at)
    )`.execute(database);
  await sql`create index on engagements (sandbox, namespace, user_id, channel, at)`.execute(database);
  await createOutbox(database);
}
