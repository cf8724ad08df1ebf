import type { Purpose } from '@clarion/contracts';
import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DefinitionTables } from '@clarion/definitions';
import type { OutboxTables } from '@clarion/persistence';

/** The schema `trigger_gateway`. */
export interface Tables extends OutboxTables, DefinitionTables, DeadLetterTables {
  executions: ExecutionRow;
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
  accepted_at: Date;
  accepted_by: string;
}
