import { Injectable } from '@nestjs/common';
import { Kysely, sql, type RawBuilder } from 'kysely';
import type { ExecutionRow, FetchRow, Tables } from './tables.js';

/** What was fetched for an execution, and how. What is not known or does not apply is null. */
export interface FetchLog {
  executionId: string;
  state: ExecutionRow['state'];
  fetches: LoggedFetch[];
}

/** One data source. */
export interface LoggedFetch {
  alias: string;
  state: FetchRow['state'];
  dataSourceId: string | null;
  /** Why it does not call now, and when it looks again. */
  waitsFor: FetchRow['waits_for'];
  dueAt: string | null;
  /** Why it is suspended, or was failed, skipped or ignored; or why another answer stands in. */
  reason: string | null;
  detail: string | null;
  snapshot: LoggedSnapshot | null;
  calls: LoggedCall[];
}

/** Its answer. */
export interface LoggedSnapshot {
  id: string;
  /** *shared*: another execution fetched it; *confirmed*: it did, and this one's call was answered that it still holds. */
  origin: FetchRow['origin'];
  /** It is an older one, since its data source failed. */
  isStale: boolean;
  contentHash: string;
  rowCount: number;
  /** How many rows were put aside. */
  rejectedCount: number;
  bytes: number;
  /** How many calls it took. */
  calls: number;
  fetchedAt: string;
  /** When its source last said that it still holds. */
  confirmedAt: string | null;
  /** Method, host and path. */
  request: string | null;
}

/** One call. */
export interface LoggedCall {
  attempt: number;
  request: string | null;
  startedAt: string;
  endedAt: string | null;
  durationMs: number | null;
  status: number | null;
  bytes: number | null;
  /** `Succeeded`, `Interrupted` (broken off on our side), or one of `executionEndReasons`; null: it goes on. */
  outcome: string | null;
}

/** SQL of reading what was fetched, and how. */
@Injectable()
export class CallLogRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * `undefined`: there is no such execution.
   * @param sandbox where it must be; absent: in any
   */
  async of(executionId: string, sandbox?: string): Promise<FetchLog | undefined> {
    const execution = await this.database
      .selectFrom('executions')
      .select('state')
      .where('execution_id', '=', executionId)
      .$if(sandbox !== undefined, (query) => query.where('sandbox', '=', sandbox ?? ''))
      .executeTakeFirst();
    if (!execution) return undefined;
    const [fetches, calls] = await Promise.all([
      fetchesOf(this.database, executionId),
      callsOf(this.database, executionId),
    ]);
    const withCalls = fetches.map((fetch) => ({ ...fetch, calls: calls.get(fetch.alias) ?? [] }));
    return { executionId, state: execution.state, fetches: withCalls };
  }
}

async function fetchesOf(database: Kysely<Tables>, executionId: string): Promise<Omit<LoggedFetch, 'calls'>[]> {
  const { rows } = await sql<Omit<LoggedFetch, 'calls'>>`
    select fetches.alias, state, fetches.data_source_id as "dataSourceId", waits_for as "waitsFor", due_at as "dueAt",
      reason, detail,
      case when snapshots.snapshot_id is not null then json_build_object(
        'id', snapshots.snapshot_id::text, 'origin', fetches.origin, 'isStale', fetches.origin = 'stale',
        'contentHash', content_hash, 'rowCount', row_count, 'rejectedCount', rejected_count, 'bytes', bytes, 'calls', snapshots.calls,
        'fetchedAt', ${utc(sql`fetched_at`)}, 'confirmedAt', ${utc(sql`confirmed_at`)}, 'request', snapshots.request
      ) end as snapshot
    from fetches left join snapshots using (snapshot_id)
    where fetches.execution_id = ${executionId}
    order by fetches.alias`.execute(database);
  return rows;
}

function utc(time: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

async function callsOf(database: Kysely<Tables>, executionId: string): Promise<Map<string, LoggedCall[]>> {
  const { rows } = await sql<LoggedCall & { alias: string }>`
    select alias, attempt, request, started_at as "startedAt", ended_at as "endedAt",
      round(extract(epoch from ended_at - started_at) * 1000)::int as "durationMs", status, bytes, outcome
    from calls
    where execution_id = ${executionId}
    order by alias, attempt`.execute(database);
  const byAlias = new Map<string, LoggedCall[]>();
  for (const { alias, ...call } of rows) byAlias.set(alias, [...(byAlias.get(alias) ?? []), call]);
  return byAlias;
}
