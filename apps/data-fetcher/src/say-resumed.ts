import { Outbox } from '@clarion/persistence';
import { sql, type Transaction } from 'kysely';
import type { Accepted } from './beginning.js';
import { resumedEvent } from './execution-events.js';
import type { Tables } from './tables.js';

/** An execution that waits for something that failed. */
export interface SuspendedExecution {
  execution_id: string;
  accepted: Accepted;
  traceparent: string;
  suspensions: number;
}

/** Says that those of these executions go on of which nothing is suspended any more. */
export async function sayResumed(
  transaction: Transaction<Tables>,
  outbox: Outbox<Tables>,
  executions: readonly SuspendedExecution[],
): Promise<void> {
  const { rows } = await sql<{ execution_id: string }>`
    select distinct execution_id from fetches
    where state = 'suspended' and execution_id = any(${executions.map(({ execution_id: id }) => id)}::text[])
    `.execute(transaction);
  const suspended = new Set(rows.map(({ execution_id: id }) => id));
  const resumed = executions.filter(({ execution_id: id }) => !suspended.has(id));
  await outbox.add(
    transaction,
    resumed.map(({ accepted, suspensions, traceparent }) => resumedEvent(accepted, suspensions, traceparent)),
  );
}
