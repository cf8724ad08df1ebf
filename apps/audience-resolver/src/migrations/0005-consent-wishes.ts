import { sql, type Kysely } from 'kysely';

/** What people last said themselves of their consent: an event that comes late changes nothing. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table consent_wishes (
      profile_id uuid not null references profiles,
      channel text not null,
      consents boolean not null,
      said_at timestamptz not null,
      primary key (profile_id, channel)
    )`.execute(database);
}
