import { sql, type Kysely } from 'kysely';

/** An execution may be suspended as a whole, and resumed. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table executions add column suspension integer`.execute(database);
}
