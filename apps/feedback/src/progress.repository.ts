import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { lockExecutions } from './lock-executions.js';
import { isEnd, nextRun, type Run } from './next-run.js';
import type { Progress } from './progress.js';
import type { Tables } from './tables.js';
import { owedForEnds } from './webhooks/owed-for-ends.js';
import { addDeliveries } from './webhooks/webhook-deliveries.repository.js';
import type { ListeningWebhook } from './webhooks/webhooks.js';

/** SQL of what is said of executions as a whole. */
@Injectable()
export class ProgressRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * Moves executions by what is said of them, in this order. Any number of instances may do so at once. Webhooks are owed
   * what ends an execution.
   * @param listening the webhooks of each sandbox
   */
  async keep(
    progress: readonly Progress[],
    listening: ReadonlyMap<string, readonly ListeningWebhook[]> = new Map(),
  ): Promise<void> {
    if (progress.length === 0) return;
    await this.database.transaction().execute(async (transaction) => {
      await lockExecutions(transaction, progress);
      const known = await runs(transaction, progress);
      const changed = new Map<string, Run>();
      const ended: Progress[] = [];
      for (const said of progress) {
        const { executionId, run } = said;
        const current = changed.get(executionId) ?? known.get(executionId);
        const next = nextRun(current, run);
        if (next !== current) changed.set(executionId, next);
        if (isEnd(next) && !(current && isEnd(current))) ended.push(said);
      }
      await keepRuns(transaction, changed);
      await addDeliveries(transaction, owedForEnds(ended, listening));
    });
  }
}

/** Where these executions' runs stand, by execution id; those of which nothing is known are left out. */
async function runs(database: Transaction<Tables>, progress: readonly Progress[]): Promise<Map<string, Run>> {
  const rows = await database
    .selectFrom('executions')
    .select(['execution_id', 'run_state', 'targeted', 'suspension', 'reason', 'detail'])
    .where('execution_id', 'in', [...new Set(progress.map(({ executionId }) => executionId))])
    .execute();
  return new Map(
    rows.flatMap((row): [string, Run][] => {
      const run = runOf(row);
      return run ? [[row.execution_id, run]] : [];
    }),
  );
}

async function keepRuns(database: Transaction<Tables>, changed: ReadonlyMap<string, Run>): Promise<void> {
  if (changed.size === 0) return;
  const changes = [...changed.values()];
  await sql`
    update executions
    set run_state = said.run_state, targeted = said.targeted, suspension = said.suspension,
      reason = said.reason, detail = said.detail
    from unnest(
      ${[...changed.keys()]}::text[],
      ${changes.map(({ state }) => state)}::text[],
      ${changes.map(({ targeted }) => targeted ?? null)}::int[],
      ${changes.map(({ suspension }) => suspension ?? null)}::int[],
      ${changes.map(({ reason }) => reason ?? null)}::text[],
      ${changes.map(({ detail }) => detail ?? null)}::text[]
    ) said (execution_id, run_state, targeted, suspension, reason, detail)
    where executions.execution_id = said.execution_id`.execute(database);
}

/** The run of an execution's row; `undefined` as long as nothing was said of it. */
export function runOf(
  row: Pick<Tables['executions'], 'run_state' | 'targeted' | 'suspension' | 'reason' | 'detail'>,
): Run | undefined {
  if (row.run_state === null) return undefined;
  return {
    state: row.run_state,
    ...(row.targeted !== null && { targeted: row.targeted }),
    ...(row.suspension !== null && { suspension: row.suspension }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.detail !== null && { detail: row.detail }),
  };
}
