import { Outbox, type OwedEvent } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely } from 'kysely';
import type { ExecutionRow, Tables } from './tables.js';

/** SQL of the accepted executions. */
@Injectable()
export class ExecutionsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /**
   * Keeps an execution together with the event that it owes. When the same request was kept before, or is being kept
   * right now by a concurrent call, nothing is kept and that one is returned.
   */
  async keep(execution: ExecutionRow, owed: OwedEvent): Promise<{ execution: ExecutionRow; isNew: boolean }> {
    const isNew = await this.database.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('executions')
        .values(execution)
        .onConflict((conflict) => conflict.columns(['sandbox', 'campaign_id', 'request_id']).doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) return false;
      await this.outbox.add(transaction, [owed]);
      return true;
    });
    if (!isNew) return { execution: await this.find(execution), isNew };
    this.outbox.publishSoon();
    return { execution, isNew };
  }

  /** `undefined` where the sandbox has no such execution. */
  async read(executionId: string, sandbox: string): Promise<ExecutionRow | undefined> {
    return this.database
      .selectFrom('executions')
      .selectAll()
      .where('execution_id', '=', executionId)
      .where('sandbox', '=', sandbox)
      .executeTakeFirst();
  }

  private async find(identity: Pick<ExecutionRow, 'sandbox' | 'campaign_id' | 'request_id'>): Promise<ExecutionRow> {
    return this.database
      .selectFrom('executions')
      .selectAll()
      .where('sandbox', '=', identity.sandbox)
      .where('campaign_id', '=', identity.campaign_id)
      .where('request_id', '=', identity.request_id)
      .executeTakeFirstOrThrow();
  }
}
