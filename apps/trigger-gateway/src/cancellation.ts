import { progressOf, type Progress } from './execution-status.js';
import type { Standing } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

/** What a caller learns who has cancelled an execution. */
export interface Cancellation extends Pick<Progress, 'cancelledAt' | 'cancelledBy'> {
  executionId: string;
  /** How far it had come at this moment; `Unknown` while nobody can say. It is cancelled all the same. */
  status: Progress['status'] | 'Unknown';
  /** What was sent by now, and what had ended otherwise; absent where that is unknown. */
  counts?: Progress['counts'];
}

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
