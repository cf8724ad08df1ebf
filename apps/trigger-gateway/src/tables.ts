import type { Purpose } from '@clarion/contracts';
import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DefinitionTables } from '@clarion/definitions';
import type { LeaseColumns, OutboxTables } from '@clarion/persistence';
import type { Generated, JSONColumnType } from 'kysely';
import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { RefusedRecipient } from './execution-response.answer.js';
import type { ScheduleRow } from './schedules/schedule-row.js';

/** The schema `trigger_gateway`. */
export interface Tables extends OutboxTables, DefinitionTables, DeadLetterTables {
  executions: ExecutionRow;
  campaign_stops: Omit<CampaignStopRow, 'heard_at' | 'pass' | 'after_request_id' | 'claims'> & {
    heard_at: Generated<Date>;
    pass: Generated<number>;
    after_request_id: Generated<string>;
    claims: Generated<number>;
  };
  schedules: Omit<ScheduleRow, 'call'> & { call: JSONColumnType<AudienceExecutionBody> };
  rates: RateRow;
}

/** One accepted trigger. `(sandbox, campaign_id, request_id)` is its identity: the same request runs once. */
export interface ExecutionRow {
  execution_id: string;
  /** Who it is for: the recipients of the call, or the campaign's audience. */
  kind: 'unitary' | 'audience';
  sandbox: string;
  campaign_id: string;
  campaign_version: number;
  /** What it is for where it is none in earnest; null: it is. */
  purpose: Purpose | null;
  /** The caller's; the execution's own id where the call has none. */
  request_id: string;
  /** SHA-256 over the canonical form of the body, to tell a repeat from another request of the same id. */
  body_hash: string;
  /** How many recipients the call names; null for an audience, whose run has its members later. */
  targeted: number | null;
  /** Whom a partial call went without; null where it was not partial. */
  refused_recipients: RefusedRecipient[] | null;
  /** What the caller gave each recipient to be given back, in their order; null where they gave nothing. */
  execution_metadata: (Record<string, string> | null)[] | null;
  /** Of a schedule's, when it is to begin, and from then on when it began. */
  accepted_at: Date;
  accepted_by: string;
  /** When it was cancelled; null: it was not. */
  cancelled_at: Date | null;
  /** The key that cancelled it; null also where its campaign was stopped with all that ran. */
  cancelled_by: string | null;
  /** What it waits for, or began with; null where it began at once. */
  schedule_id: string | null;
}

/** A campaign that was stopped with all that runs of it: its executions are gone through, page by page, in several passes. */
export interface CampaignStopRow extends LeaseColumns {
  campaign_id: string;
  sandbox: string;
  traceparent: string;
  heard_at: Date;
  /** From 1. */
  pass: number;
  /** How far this pass has come, in the order of request ids; empty at its begin. */
  after_request_id: string;
}

/** A bucket that all instances take from, and what was last asked of it and granted. */
export interface RateRow {
  bucket: string;
  per_second: number;
  wanted: number;
  largest: number;
  granted: number;
  /** What was left then; below 0 until what was taken ahead is made up for. */
  tokens: number;
  filled_at: Date;
}
