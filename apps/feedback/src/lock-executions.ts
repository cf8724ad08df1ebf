import { sql, type Transaction } from 'kysely';
import type { ExecutionIdentity } from './execution-identity.js';
import type { Tables } from './tables.js';

/**
 * Locks these executions' rows for the rest of the transaction, and makes those that are not there. In one order
 * everywhere, so that two at once wait for, and do not block, each other.
 */
export async function lockExecutions(
  database: Transaction<Tables>,
  executions: readonly ExecutionIdentity[],
): Promise<void> {
  const distinct = [...new Map(executions.toReversed().map((one) => [one.executionId, one])).values()];
  await sql`
    insert into executions (execution_id, sandbox, campaign_id, campaign_version, purpose)
    select execution_id, sandbox, campaign_id, campaign_version, purpose
    from unnest(
      ${distinct.map(({ executionId }) => executionId)}::text[],
      ${distinct.map(({ sandbox }) => sandbox)}::text[],
      ${distinct.map(({ campaignId }) => campaignId)}::text[],
      ${distinct.map(({ campaignVersion }) => campaignVersion)}::int[],
      ${distinct.map(({ purpose }) => purpose ?? null)}::text[]
    ) new (execution_id, sandbox, campaign_id, campaign_version, purpose)
    order by execution_id
    on conflict (execution_id) do update set sandbox = executions.sandbox`.execute(database);
}
