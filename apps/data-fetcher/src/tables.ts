import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DefinitionTables } from '@clarion/definitions';
import type { LeaseColumns, OutboxTables } from '@clarion/persistence';
import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Accepted } from './beginning.js';
import type { RejectedRow } from './mapping/rejected-row.js';

/** The schema `data_fetcher`. */
export interface Tables extends OutboxTables, DefinitionTables, DeadLetterTables {
  executions: ExecutionRow;
  fetches: FetchRow;
  calls: CallRow;
  snapshots: SnapshotRow;
}

/** An accepted execution that needs external data. */
export interface ExecutionRow {
  execution_id: string;
  sandbox: string;
  campaign_id: string;
  campaign_version: number;
  /** The data of its `execution.accepted.v1`. */
  accepted: JSONColumnType<Accepted>;
  traceparent: string;
  /** *ready*, *failed*: an event says so. *ended*: somebody else has said its end. */
  state: 'fetching' | 'ready' | 'failed' | 'ended';
  begun_at: Generated<Date>;
}

/** One data source of one execution. *ended*: the execution needs it no more. */
export interface FetchRow extends LeaseColumns {
  execution_id: string;
  alias: string;
  state: 'waiting' | 'fetched' | 'failed' | 'ended';
  /** Kept before the first call, so that a repeat says the same; null again at the end. */
  request_body: string | null;
}

/** One call to a data source, committed before it is made. */
export interface CallRow {
  execution_id: string;
  alias: string;
  /** From 1. */
  attempt: number;
  started_at: Date;
  /** Null: it goes on, or its worker died. */
  ended_at: Date | null;
  /** The HTTP status, where one came. */
  status: number | null;
  /** How many bytes of the answer were read, decoded. */
  bytes: number | null;
  /** `Succeeded`, `Interrupted` (broken off on our side), or an end reason of the execution. */
  outcome: string | null;
}

/** The mapped answer of a data source; immutable. */
export interface SnapshotRow {
  snapshot_id: GeneratedAlways<string>;
  execution_id: string;
  alias: string;
  sandbox: string;
  data_source_id: string;
  /** A JSON array of `DataRow`. */
  rows: string;
  row_count: number;
  bytes: number;
  content_hash: string;
  rejected_count: Generated<number>;
  /** The first of them. */
  rejected: JSONColumnType<RejectedRow[]>;
  fetched_at: Generated<Date>;
  /** How many calls it took. */
  calls: number;
}
