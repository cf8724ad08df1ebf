import type { ExecutionResponse } from './execution-response.answer.js';
import type { ExecutionRow } from './tables.js';

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
