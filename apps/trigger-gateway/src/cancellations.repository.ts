import { InlineOutbox, type KeptEvent } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { cancelledEvent } from './cancelled-event.js';
import type { ExecutionRow, Tables } from './tables.js';

/** SQL of executions that are cancelled. */
@Injectable()
export class CancellationsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: InlineOutbox<Tables>,
  ) {}

  /**
   * Keeps that executions are cancelled, with the events that they owe then, all or nothing. One that was cancelled before
   * stays as it is.
   * @param by the key that asks; null: their campaign was stopped
   * @returns how many were cancelled just now.
   */
  async cancel(executionIds: readonly string[], by: string | null, traceparent: string): Promise<number> {
    const kept = await this.database.transaction().execute(async (transaction) => {
      const { rows } = await sql<ExecutionRow>`
        update executions set cancelled_at = now(), cancelled_by = ${by}
        where execution_id in (
          select execution_id from executions
          where execution_id = any(${executionIds}::text[]) and cancelled_at is null
          order by execution_id
          for update
        )
        returning *`.execute(transaction);
      return owe(transaction, rows, traceparent);
    });
    this.outbox.publishKept(kept);
    return kept.length;
  }
}

async function owe(
  transaction: Transaction<Tables>,
  executions: readonly ExecutionRow[],
  traceparent: string,
): Promise<KeptEvent[]> {
  const owed = new Map(
    executions.flatMap((execution) => {
      const { execution_id: id, cancelled_at: at } = execution;
      return at ? [[id, cancelledEvent(execution, at, traceparent)] as const] : [];
    }),
  );
  if (owed.size === 0) return [];
  const rows = await transaction
    .insertInto('outbox')
    .values([...owed.values()].map(({ id, data, ...rest }) => ({ ...rest, event_id: id, data: JSON.stringify(data) })))
    .returning(['position', 'key'])
    .execute();
  return rows.flatMap(({ position, key }) => {
    const event = owed.get(key);
    return event ? [{ position, event, bytes: JSON.stringify(event.data).length }] : [];
  });
}
