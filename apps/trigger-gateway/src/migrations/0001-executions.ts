import { createDefinitionCopy } from '@clarion/definitions';
import { createOutbox } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table executions (
      execution_id text primary key,
      sandbox text not null,
      campaign_id text not null,
      campaign_version integer not null,
      request_id text not null,
      body_hash text not null,
      targeted integer not null,
      accepted_at timestamptz not null,
      accepted_by text not null,
      unique (sandbox, campaign_id, request_id)
    )`.execute(database);
  await createOutbox(database);
  await createDefinitionCopy(database);
}
