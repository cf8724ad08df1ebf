import { sql, type Kysely } from 'kysely';

/** What recipients did with their mails, and how many of an execution's did. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table tracked_engagements (
      delivery_id uuid not null,
      kind text not null,
      link text not null,
      url text,
      execution_id text not null,
      hits bigint not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      primary key (delivery_id, kind, link)
    )`.execute(database);
  await sql`
    create table execution_engagements (
      execution_id text primary key,
      opened integer not null,
      clicked integer not null
    )`.execute(database);
}
