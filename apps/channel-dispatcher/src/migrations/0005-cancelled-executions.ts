import { createCancelledExecutions } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';

/** Which executions are cancelled; and the deferred deliveries of one are found. No row is in that index while it is sent first. */
export async function up(database: Kysely<never>): Promise<void> {
  await createCancelledExecutions(database);
  await sql`create index on deliveries (execution_id) where due_at is not null`.execute(database);
}
