import { Outbox, type OwedEvent } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import type { Accepted, Beginning } from './beginning.js';
import { cancelled } from './cancelled.js';
import { endedEvent, readyEvent } from './execution-events.js';
import type { Tables } from './tables.js';

/** An accepted execution as it begins here. */
export interface BegunExecution {
  accepted: Accepted;
  beginning: Beginning;
  traceparent: string;
}

/** SQL of accepted executions. */
@Injectable()
export class ExecutionsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /** Keeps those that are new, with their fetches and the events that they owe, all or nothing; the cancelled end at once. */
  async begin(executions: readonly BegunExecution[]): Promise<void> {
    if (executions.length === 0) return;
    await this.database.transaction().execute(async (transaction) => {
      const added = await addExecutions(transaction, executions);
      await addFetches(transaction, added);
      await this.outbox.add(transaction, added.flatMap(owedBy));
    });
    this.outbox.publishSoon();
  }
}

/** @returns those that were not there, each once, as they begin. */
async function addExecutions(
  database: Transaction<Tables>,
  executions: readonly BegunExecution[],
): Promise<BegunExecution[]> {
  const { rows } = await sql<{ execution_id: string; is_cancelled: boolean }>`
    insert into executions (
      execution_id, sandbox, campaign_id, campaign_version, accepted, traceparent, state
    )
    select execution_id, sandbox, campaign_id, campaign_version, accepted::json, traceparent,
      case when cancelled_at is null then state else 'skipped' end
    from unnest(
      ${executions.map(({ accepted }) => accepted.executionId)}::text[],
      ${executions.map(({ accepted }) => accepted.sandbox)}::text[],
      ${executions.map(({ accepted }) => accepted.campaignId)}::text[],
      ${executions.map(({ accepted }) => accepted.campaignVersion)}::int[],
      ${executions.map(({ accepted }) => JSON.stringify(accepted))}::text[],
      ${executions.map(({ traceparent }) => traceparent)}::text[],
      ${executions.map(({ beginning }) => beginning.state)}::text[]
    ) new (execution_id, sandbox, campaign_id, campaign_version, accepted, traceparent, state)
    left join cancelled_executions using (execution_id)
    order by execution_id
    on conflict do nothing
    returning execution_id, state = 'skipped' as is_cancelled`.execute(database);
  // Of one that is there twice the first counts.
  const known = new Map(executions.toReversed().map((execution) => [execution.accepted.executionId, execution]));
  return rows.flatMap(({ execution_id: id, is_cancelled: isCancelled }) => {
    const execution = known.get(id);
    if (!execution) return [];
    return isCancelled ? { ...execution, beginning: { state: 'skipped', failure: cancelled } } : execution;
  });
}

async function addFetches(database: Transaction<Tables>, executions: readonly BegunExecution[]): Promise<void> {
  const fetches = executions.flatMap(({ accepted: { executionId }, beginning }) =>
    beginning.state === 'fetching' ? beginning.aliases.map((alias) => ({ executionId, alias })) : [],
  );
  await sql`
    insert into fetches (execution_id, alias, due_at)
    select execution_id, alias, clock_timestamp()
    from unnest(
      ${fetches.map(({ executionId }) => executionId)}::text[],
      ${fetches.map(({ alias }) => alias)}::text[]
    ) new (execution_id, alias)
    on conflict do nothing`.execute(database);
}

function owedBy({ accepted, beginning, traceparent }: BegunExecution): OwedEvent[] {
  if (beginning.state === 'fetching') return [];
  if (beginning.state === 'ready') return [readyEvent(accepted, {}, traceparent)];
  return [endedEvent(accepted, beginning.state, beginning.failure, traceparent)];
}
