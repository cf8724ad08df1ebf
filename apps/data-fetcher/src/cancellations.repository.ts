import { keepCancelled, Outbox } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import type { Accepted } from './beginning.js';
import { cancelled } from './cancelled.js';
import { endExecution } from './end-execution.js';
import { endedEvent } from './execution-events.js';
import type { Tables } from './tables.js';

interface Cancelled {
  execution_id: string;
  accepted: Accepted;
  traceparent: string;
}

/** SQL of executions that are cancelled. */
@Injectable()
export class CancellationsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /**
   * Ends those that still wait for data, suspended or not, with the event that they then owe. All of them are kept first, and
   * committed: one that is being begun at the same time is found by whoever claims its fetches.
   * @returns the ids of those that ended.
   */
  async cancel(executionIds: readonly string[]): Promise<string[]> {
    await keepCancelled(this.database, executionIds);
    const ended = await this.database.transaction().execute((transaction) => this.end(transaction, executionIds));
    this.outbox.publishSoon();
    return ended;
  }

  private async end(transaction: Transaction<Tables>, executionIds: readonly string[]): Promise<string[]> {
    const { rows } = await sql<Cancelled>`
      select execution_id, accepted, traceparent from executions
      where execution_id = any(${executionIds}::text[]) and state = 'fetching'
      order by execution_id
      for update`.execute(transaction);
    for (const { execution_id: executionId } of rows) await endExecution(transaction, executionId, 'skipped');
    const owed = rows.map(({ accepted, traceparent }) => endedEvent(accepted, 'skipped', cancelled, traceparent));
    await this.outbox.add(transaction, owed);
    return rows.map((row) => row.execution_id);
  }
}
