import { sql, type Kysely } from 'kysely';

/** By which `executionsRetention` finds those that are too old. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`create index executions_by_age on executions (accepted_at)`.execute(database);
}
