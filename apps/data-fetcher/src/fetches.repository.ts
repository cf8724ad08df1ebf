import { LeaseLost } from '@clarion/persistence';
import { Kysely, sql } from 'kysely';
import type { Fetch } from './fetch.js';
import type { RenderedRequest } from './request/rendered-request.js';
import type { FetchRow, Tables } from './tables.js';

/** SQL of a fetch that is being worked on. What it came to is recorded by `RecordResult`. */
export class FetchesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** All that a claimed row is about. */
  async load({ execution_id, alias, lease_id, request, request_body: body }: FetchRow): Promise<Fetch> {
    const { rows } = await sql<Pick<Fetch, 'execution' | 'executionState' | 'traceparent'> & Fetch['calls']>`
      select accepted as execution, state as "executionState", traceparent,
        (select count(*)::int from calls where execution_id = ${execution_id} and alias = ${alias}) as begun,
        (
          select count(*)::int from calls
          where execution_id = ${execution_id} and alias = ${alias} and outcome <> 'Interrupted'
        ) as failed
      from executions
      where execution_id = ${execution_id}`.execute(this.database);
    const [row] = rows;
    if (!row) throw new Error(`The fetch ${alias} has no execution ${execution_id}`);
    const { begun, failed, ...rest } = row;
    const fetch = { executionId: execution_id, alias, leaseId: lease_id ?? '' };
    return { ...fetch, ...rest, request: request && { ...request, body }, calls: { begun, failed } };
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

  /**
   * Writes down that a call begins; any that goes on still was broken off with its worker.
   * @returns its number.
   * @throws LeaseLost
   */
  async beginCall({ executionId, alias, leaseId }: Fetch): Promise<number> {
    const { rows } = await sql<{ attempt: number }>`
      with mine as (
        select execution_id, alias from fetches
        where execution_id = ${executionId} and alias = ${alias} and lease_id = ${leaseId}
        for update
      ), broken_off as (
        update calls set ended_at = clock_timestamp(), outcome = 'Interrupted'
        from mine
        where calls.execution_id = mine.execution_id and calls.alias = mine.alias and ended_at is null
      )
      insert into calls (execution_id, alias, attempt, started_at)
      select execution_id, alias, 1 + (
          select count(*) from calls where calls.execution_id = mine.execution_id and calls.alias = mine.alias
        ), clock_timestamp()
      from mine
      returning attempt`.execute(this.database);
    const [row] = rows;
    if (!row) throw new LeaseLost('fetches');
    return row.attempt;
  }
}
