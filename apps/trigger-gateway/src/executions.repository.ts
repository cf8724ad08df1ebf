import { Collector, type CollectorOptions } from '@clarion/contracts';
import { InlineOutbox, type OwedEvent } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely } from 'kysely';
import { findExecutions, hasBegun, insertExecutions, type Identity, type NewRow } from './executions.sql.js';
import type { ExecutionRow, Tables } from './tables.js';

/** An execution as it is kept, and whether it was this call that had it kept. */
export interface KeptExecution {
  execution: ExecutionRow;
  isNew: boolean;
}

/** What one statement keeps at most, and how often there is one: a statement for each call costs more than the call. */
const limits: CollectorOptions<NewRow> = {
  maxItems: 500,
  maxBytes: 4 * 1024 * 1024,
  bytesOf: ({ data }) => data.length,
  pace: { ms: 10, unless: 16 },
  patience: { ms: 5_000, dependency: 'postgres' },
};

/** SQL of the accepted executions. */
@Injectable()
export class ExecutionsRepository {
  private readonly calls = new Collector<NewRow, KeptExecution>((rows) => this.keepAll(rows), limits);

  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: InlineOutbox<Tables>,
  ) {}

  /**
   * Keeps an execution together with the event that it owes; concurrent calls share one statement. When the same request
   * was kept before, or is being kept right now by a concurrent call, nothing is kept and that one is returned.
   */
  async keep(execution: ExecutionRow, owed: OwedEvent): Promise<KeptExecution> {
    return this.calls.add({ execution, owed, data: JSON.stringify(owed.data) });
  }

  /** `undefined` where the sandbox has no such execution, or it waits for its schedule. */
  async read(executionId: string, sandbox: string): Promise<ExecutionRow | undefined> {
    return this.database
      .selectFrom('executions')
      .selectAll()
      .where('execution_id', '=', executionId)
      .where('sandbox', '=', sandbox)
      .where(hasBegun)
      .executeTakeFirst();
  }

  /** What was kept for this request before; `undefined` where nothing was. */
  async findRequest({ sandbox, campaign_id, request_id }: Identity): Promise<ExecutionRow | undefined> {
    return this.database
      .selectFrom('executions')
      .selectAll()
      .where('sandbox', '=', sandbox)
      .where('campaign_id', '=', campaign_id)
      .where('request_id', '=', request_id)
      .executeTakeFirst();
  }

  private async keepAll(rows: readonly NewRow[]): Promise<KeptExecution[]> {
    const positions = await insertExecutions(this.database, rows);
    this.outbox.publishKept(
      rows.flatMap(({ execution, owed, data }) => {
        const position = positions.get(execution.execution_id);
        return position === undefined ? [] : [{ position, event: { ...owed, json: data }, bytes: data.length }];
      }),
    );
    const repeats = rows.flatMap(({ execution }) => (positions.has(execution.execution_id) ? [] : [execution]));
    const found = await findExecutions(this.database, repeats);
    return rows.map(({ execution }) =>
      positions.has(execution.execution_id)
        ? { execution, isNew: true }
        : { execution: found(execution), isNew: false },
    );
  }
}
