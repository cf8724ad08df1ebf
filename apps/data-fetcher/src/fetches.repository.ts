import { LeaseLost } from '@clarion/persistence';
import { Kysely, sql } from 'kysely';
import type { Fetch } from './fetch.js';
import type { RenderedRequest } from './request/rendered-request.js';
import type { FetchRow, Tables } from './tables.js';

/** SQL of a fetch that is being worked on. What it came to is recorded by `ResultsRepository`. */
export class FetchesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** All that a claimed row is about. */
  async load(claimed: FetchRow): Promise<Fetch> {
    const { execution_id: executionId, alias, calls_before: before } = claimed;
    const { rows } = await sql<
      Pick<Fetch, 'execution' | 'executionState' | 'isCancelled' | 'isRefresh' | 'traceparent'> & Fetch['calls']
    >`
      select accepted as execution, state as "executionState", is_refresh as "isRefresh", traceparent, begun, failed,
        exists (select from cancelled_executions c where c.execution_id = ${executionId}) as "isCancelled"
      from executions, lateral (
        select count(*)::int as begun,
          count(*) filter (where outcome not in ('Interrupted', 'Succeeded'))::int as failed
        from calls
        where calls.execution_id = executions.execution_id and alias = ${alias} and attempt > ${before}
      ) made
      where execution_id = ${executionId}`.execute(this.database);
    const [row] = rows;
    if (!row) throw new Error(`The fetch ${alias} has no execution ${executionId}`);
    const { begun, failed, ...rest } = row;
    const { lease_id: leaseId, request: kept, request_body: body, held_since: heldSince, slot_at: slotAt } = claimed;
    const request = kept && { ...kept, body };
    return {
      executionId,
      alias,
      leaseId: leaseId ?? '',
      request,
      heldSince,
      slotAt,
      ...rest,
      calls: { begun, failed },
    };
  }

  /**
   * Keeps what every call will ask. The body, which may be large, is kept as it is.
   * @throws LeaseLost
   */
  async keepRequest({ executionId, alias, leaseId }: Fetch, { body, ...request }: RenderedRequest): Promise<void> {
    const { numAffectedRows } = await sql`
      update fetches set request = ${JSON.stringify(request)}, request_body = ${body}
      where execution_id = ${executionId} and alias = ${alias} and lease_id = ${leaseId}`.execute(this.database);
    if (numAffectedRows !== 1n) throw new LeaseLost('fetches');
  }
}
