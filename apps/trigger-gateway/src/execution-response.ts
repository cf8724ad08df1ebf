import type { RefusedRecipient } from './leave-out.js';
import type { ExecutionRow } from './tables.js';

/** Adobe's `imExecutionResponse` (A.3.2). */
export interface ExecutionResponse {
  executionId: string;
  requestId: string;
  createdAt: string;
  createdBy: string;
  modifiedAt: string;
  modifiedBy: string;
  /** Whom a partial call goes without; absent where the call is not partial. */
  refusedRecipients?: RefusedRecipient[];
}

/** What is answered to a call that was accepted, each time that it comes. */
export function executionResponseOf(execution: ExecutionRow): ExecutionResponse {
  const at = execution.accepted_at.toISOString();
  return {
    executionId: execution.execution_id,
    requestId: execution.request_id,
    createdAt: at,
    createdBy: execution.accepted_by,
    modifiedAt: at,
    modifiedBy: execution.accepted_by,
    ...(execution.refused_recipients && { refusedRecipients: execution.refused_recipients }),
  };
}
