import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DefinitionTables } from '@clarion/definitions';
import type { CancelledExecutionTables, LeaseColumns, OutboxTables } from '@clarion/persistence';
import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Accepted } from './beginning.js';
import type { RejectedRow } from './mapping/rejected-row.js';
import type { WaitReason } from './policy/admission.js';
import type { AnswerHeaders } from './policy/freshness.js';
import type { RenderedRequest } from './request/rendered-request.js';

/** The schema `data_fetcher`. */
export interface Tables extends OutboxTables, DefinitionTables, DeadLetterTables, CancelledExecutionTables {
  executions: ExecutionRow;
  fetches: FetchRow;
  calls: CallRow;
  snapshots: SnapshotRow;
  hosts: HostRow;
  shares: ShareRow;
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
  /** *ready*, *failed*, *skipped*: an event says so. *ended*: somebody else has said its end, or nobody needs to. */
  state: 'fetching' | 'ready' | 'failed' | 'skipped' | 'ended';
  /** How often it was suspended. */
  suspensions: Generated<number>;
  begun_at: Generated<Date>;
  /** Nobody has asked for it: what others share is fetched again. */
  is_refresh: Generated<boolean>;
}

/**
 * One data source of one execution. *suspended*: it waits until it is resumed. *ignored*: the execution goes on without
 * it. *ended*: the execution needs it no more.
 */
export interface FetchRow extends LeaseColumns {
  execution_id: string;
  alias: string;
  state: 'waiting' | 'suspended' | 'fetched' | 'failed' | 'skipped' | 'ignored' | 'ended';
  /** Kept before the first call, so that a repeat says the same; null again at the end. No secret is in it. */
  request: Omit<RenderedRequest, 'body'> | null;
  request_body: string | null;
  /** Whom it calls, or waits for; null before. */
  host_id: string | null;
  /** The lease under which its last call was begun: while that is its lease, and lasts, the call goes on. */
  call_lease_id: string | null;
  /** Why it does not call now; null: it may, or pauses before a repeat. */
  waits_for: WaitReason | null;
  /** Since when its host's breaker keeps it waiting. */
  held_since: Date | null;
  /** The moment that its host's rate has for it. */
  slot_at: Date | null;
  /** What it shares with other executions. */
  share_key: string | null;
  /** How many calls were begun before it was resumed last: they count for its retries no more. */
  calls_before: number;
  /** Known once it has ended or is suspended. */
  data_source_id: string | null;
  /** Its answer, also one that another execution fetched. */
  snapshot_id: string | null;
  origin: SnapshotRow['origin'] | 'shared' | 'confirmed' | null;
  suspended_at: Date | null;
  /** Why it is suspended, or was failed, skipped or ignored; or why another answer stands in. */
  reason: string | null;
  detail: string | null;
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
  /** Method, host and path. */
  request: string | null;
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
  rejected: JSONColumnType<RejectedRow[], string | undefined>;
  /** When its answer came, also where this is a copy. */
  fetched_at: Generated<Date>;
  /** When its source last said that it still holds, also where this is a copy. */
  confirmed_at: Date | null;
  /** How many calls it took. */
  calls: number;
  /** *stale*: a copy of an older one, after a failure. *fallback*: what the policy has. *chosen*: a copy, by hand. */
  origin: 'call' | 'stale' | 'fallback' | 'sample' | 'chosen';
  /** What was asked and how it was read (`request-identity.ts`); null where nothing was. */
  request_hash: string | null;
  /** Method, host and path. */
  request: string | null;
}

/** A host that a sandbox calls: its breaker and its rate, for all instances. */
export interface HostRow {
  host_id: GeneratedAlways<string>;
  sandbox: string;
  host: string;
  failures: Generated<number>;
  openings: Generated<number>;
  open_until: Date | null;
  probe_until: Date | null;
  next_slot_at: Date | null;
  /** When its breaker closed last. */
  closed_at: Date | null;
}

/** What executions of one campaign version share: who fetches it, or fetched it, and for how long it is fresh. */
export interface ShareRow {
  share_key: string;
  execution_id: string;
  alias: string;
  snapshot_id: string | null;
  fresh_until: Date | null;
  /** When it is fetched again if somebody takes it; null: that is arranged, or need not be. */
  refresh_at: Date | null;
  /** `false`: its last answer was for nobody else, so that nobody waits for another's. */
  is_reusable: Generated<boolean>;
  /** Those of its last answer by which its source may confirm it. */
  headers: JSONColumnType<AnswerHeaders> | null;
}
