import { sql, type Kysely } from 'kysely';

/** Executions for a campaign's audience: how many they target is not known when they are accepted. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table executions
      add column kind text not null default 'unitary',
      alter column targeted drop not null`.execute(database);
}
