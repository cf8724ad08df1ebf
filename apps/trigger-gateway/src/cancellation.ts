import type { Cancellation } from './execution-status.answer.js';
import { progressOf } from './execution-status.js';
import type { Standing } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

/**
 * The answer for an execution that is cancelled, now or before.
 * @param reported what feedback knows, if anything is known yet; `'unknown'`: it does not answer.
 */
export function cancellationOf(execution: ExecutionRow, reported: Standing | undefined | 'unknown'): Cancellation {
  const isUnknown = reported === 'unknown';
  const { status, counts, cancelledAt, cancelledBy } = progressOf(execution, isUnknown ? undefined : reported);
  return {
    executionId: execution.execution_id,
    ...(cancelledAt !== undefined && { cancelledAt }),
    ...(cancelledBy !== undefined && { cancelledBy }),
    ...(isUnknown ? { status: 'Unknown' } : { status, counts }),
  };
}
