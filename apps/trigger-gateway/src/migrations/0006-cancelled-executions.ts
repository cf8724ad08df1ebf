import { sql, type Kysely } from 'kysely';

/** When an execution was cancelled, and by which key. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table executions
      add column cancelled_at timestamptz(3),
      add column cancelled_by text`.execute(database);
}
