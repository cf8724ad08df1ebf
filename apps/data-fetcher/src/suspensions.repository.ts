import { Outbox } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { copySnapshot } from './copy-snapshot.js';
import { endFetch } from './end-fetch.js';
import { endIfLast } from './end-if-last.js';
import { resumeFetches } from './resume-fetches.js';
import { sayResumed, type SuspendedExecution } from './say-resumed.js';
import type { Tables } from './tables.js';

/** What came of using a snapshot for a suspended fetch: the copy, or why there is none. */
export type Use = { snapshotId: string } | 'no fetch' | 'not suspended' | 'no snapshot';

interface SuspendedFetch extends SuspendedExecution {
  isSuspended: boolean;
  sandbox: string;
  dataSourceId: string | null;
}

/** SQL of what people do with suspended executions. */
@Injectable()
export class SuspensionsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /**
   * @param sandbox where the execution must be; absent: in any
   * @returns the aliases of what goes on; `undefined`: there is no such execution.
   */
  async resume(executionId: string, sandbox?: string): Promise<string[] | undefined> {
    const aliases = await this.database.transaction().execute(async (transaction) => {
      if (!(await lockExecution(transaction, executionId, sandbox))) return undefined;
      const suspended = await transaction
        .selectFrom('fetches')
        .select('alias')
        .where('execution_id', '=', executionId)
        .where('state', '=', 'suspended')
        .orderBy('alias')
        .execute();
      await resumeFetches(transaction, this.outbox, sql`execution_id = ${executionId}`);
      return suspended.map(({ alias }) => alias);
    });
    this.outbox.publishSoon();
    return aliases;
  }

  /**
   * A copy of a snapshot of the same data source and sandbox becomes the answer of a suspended fetch.
   * @param sandbox where the execution must be; absent: in any
   */
  async use(
    { executionId, alias }: { executionId: string; alias: string },
    snapshotId: string,
    sandbox?: string,
  ): Promise<Use> {
    const used = await this.database.transaction().execute(async (transaction) => {
      const isThere = await lockExecution(transaction, executionId, sandbox);
      const suspended = isThere ? await find(transaction, executionId, alias) : undefined;
      if (!suspended) return 'no fetch';
      if (!suspended.isSuspended) return 'not suspended';
      return this.take(transaction, { executionId, alias }, suspended, snapshotId);
    });
    this.outbox.publishSoon();
    return used;
  }

  private async take(
    transaction: Transaction<Tables>,
    fetch: { executionId: string; alias: string },
    suspended: SuspendedFetch,
    snapshotId: string,
  ): Promise<Use> {
    const { sandbox, dataSourceId, accepted, traceparent } = suspended;
    const chosen = await transaction
      .selectFrom('snapshots')
      .select('snapshot_id')
      .where('snapshot_id', '=', snapshotId)
      .where('sandbox', '=', sandbox)
      .where('data_source_id', '=', dataSourceId ?? '')
      .executeTakeFirst();
    const id = chosen && (await copySnapshot(transaction, snapshotId, fetch, 'chosen'));
    if (id === undefined) return 'no snapshot';
    await endFetch(transaction, fetch, { state: 'fetched', snapshot: { id, origin: 'chosen' } });
    await sayResumed(transaction, this.outbox, [suspended]);
    await endIfLast(transaction, this.outbox, { ...fetch, execution: accepted, traceparent });
    return { snapshotId: id };
  }
}

/** Whoever holds it is alone in deciding how the execution goes on. */
async function lockExecution(
  transaction: Transaction<Tables>,
  executionId: string,
  sandbox: string | undefined,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('executions')
    .select('execution_id')
    .where('execution_id', '=', executionId)
    .$if(sandbox !== undefined, (query) => query.where('sandbox', '=', sandbox ?? ''))
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

async function find(
  transaction: Transaction<Tables>,
  executionId: string,
  alias: string,
): Promise<SuspendedFetch | undefined> {
  const { rows } = await sql<SuspendedFetch>`
    select execution_id, accepted, traceparent, suspensions, sandbox, data_source_id as "dataSourceId",
      fetches.state = 'suspended' as "isSuspended"
    from executions join fetches using (execution_id)
    where execution_id = ${executionId} and alias = ${alias}`.execute(transaction);
  return rows[0];
}
