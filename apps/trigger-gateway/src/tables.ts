import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DefinitionTables } from '@clarion/definitions';
import type { OutboxTables } from '@clarion/persistence';
import type { JSONColumnType } from 'kysely';
import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { ScheduleRow } from './schedules/schedule-row.js';

/** The schema `trigger_gateway`. */
export interface Tables extends OutboxTables, DefinitionTables, DeadLetterTables {
  executions: ExecutionRow;
  schedules: Omit<ScheduleRow, 'call'> & { call: JSONColumnType<AudienceExecutionBody> };
}

/** One accepted trigger. `(sandbox, campaign_id, request_id)` is its identity: the same request runs once. */
export interface ExecutionRow {
  execution_id: string;
  /** Who it is for: the recipients of the call, or the campaign's audience. */
  kind: 'unitary' | 'audience';
  sandbox: string;
  campaign_id: string;
  campaign_version: number;
  /** The caller's; the execution's own id where the call has none. */
  request_id: string;
  /** SHA-256 over the canonical form of the body, to tell a repeat from another request of the same id. */
  body_hash: string;
  /** How many recipients the call names; null for an audience, whose run has its members later. */
  targeted: number | null;
  /** Of a schedule's, when it is to begin, and from then on when it began. */
  accepted_at: Date;
  accepted_by: string;
  /** What it waits for, or began with; null where it began at once. */
  schedule_id: string | null;
}
