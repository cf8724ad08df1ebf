import type { DefinitionTables } from '@clarion/definitions';
import type { OutboxTables } from '@clarion/persistence';

/** The schema `trigger_gateway`. */
export interface Tables extends OutboxTables, DefinitionTables {
  executions: ExecutionRow;
}

/** One accepted trigger. `(sandbox, campaign_id, request_id)` is its identity: the same request runs once. */
export interface ExecutionRow {
  execution_id: string;
  sandbox: string;
  campaign_id: string;
  campaign_version: number;
  request_id: string;
  /** SHA-256 over the canonical form of the body, to tell a repeat from another request of the same id. */
  body_hash: string;
  /** How many recipients the call names. */
  targeted: number;
  accepted_at: Date;
  accepted_by: string;
}
