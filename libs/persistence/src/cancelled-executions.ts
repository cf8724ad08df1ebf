import { sql, type Kysely, type QueryExecutorProvider } from 'kysely';

/** What is known of executions that were cancelled, for a service's own list of tables. */
export interface CancelledExecutionTables {
  cancelled_executions: {
    execution_id: string;
    cancelled_at: Date;
  };
}

/** Longer than topics are kept, so that nothing of an execution comes after it was forgotten. */
const keptFor = sql`interval '30 days'`;

/** Creates the table in a service's schema; part of one of its migrations. */
export async function createCancelledExecutions(database: Kysely<never>): Promise<void> {
  await sql`
    create table cancelled_executions (
      execution_id text primary key,
      cancelled_at timestamptz not null default clock_timestamp()
    )`.execute(database);
  await sql`create index on cancelled_executions (cancelled_at)`.execute(database);
}

/**
 * Keeps that executions were cancelled, for those statements of the service that would go on with them: whatever of an
 * execution comes first, or late, finds it. Those of more than 30 days ago are forgotten.
 */
export async function keepCancelled(database: QueryExecutorProvider, executionIds: readonly string[]): Promise<void> {
  await sql`
    with forgotten as (
      delete from cancelled_executions where cancelled_at < clock_timestamp() - ${keptFor}
    )
    insert into cancelled_executions (execution_id)
    select distinct execution_id from unnest(${executionIds}::text[]) given (execution_id)
    order by execution_id
    on conflict do nothing`.execute(database);
}

/** Those of the executions that were cancelled. */
export async function cancelledOf(
  database: QueryExecutorProvider,
  executionIds: readonly string[],
): Promise<Set<string>> {
  if (executionIds.length === 0) return new Set();
  const { rows } = await sql<{ execution_id: string }>`
    select execution_id from cancelled_executions where execution_id = any(${executionIds}::text[])`.execute(database);
  return new Set(rows.map((row) => row.execution_id));
}
