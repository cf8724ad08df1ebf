import type { ExecutionEndReason } from '@clarion/contracts';

/** Why a data source cannot give its rows. */
export interface Failure {
  reason: ExecutionEndReason;
  /** What was wrong, for people: never a URL's query, a header's value or a body. */
  detail: string;
}

/** What an answer of ours is, or why there is none. */
export function isFailure(value: object): value is Failure {
  return 'reason' in value;
}
