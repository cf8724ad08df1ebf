import type { DataSourcePolicy } from '@clarion/contracts';
import type { CallFailure } from '../call-failure.js';

/** How often a data source is called again after failures, unless its policy tells (B-56). */
const usualRetries = 3;
const usualPauseMs = 1_000;
/** So many calls more are made where a crash or a stop broke others off. */
const brokenOff = 2;
/** The longest that a data source may ask us to wait. */
export const longestPauseMs = 600_000;

/** The calls of one fetch, since it began or was resumed. */
export interface Calls {
  /** All that were begun. */
  begun: number;
  /** Those among them that ended in a failure; the others were broken off on our side. */
  failed: number;
}

/** What else the pause before the next call hangs on. */
export interface PauseTerms {
  /** What the data source asks for; absent: nothing. */
  retryAfterMs?: number | undefined;
  /** Of [0, 1]. */
  random: number;
}

/** How often a data source is called at most, counting calls that a crash or a stop broke off. */
export function mostCalls({ retries = usualRetries }: DataSourcePolicy): number {
  return retries + 1 + brokenOff;
}

/**
 * How long to wait until the next call, or `undefined` when there is none: about the policy's pause after the first
 * failure, twice that after the second, and so on, jittered by a quarter, up to 10 min; never less than the data source
 * asks for, up to 10 min as well.
 */
export function pauseBeforeRetry(
  { begun, failed }: Calls,
  policy: DataSourcePolicy,
  { retryAfterMs = 0, random }: PauseTerms,
): number | undefined {
  const { retries = usualRetries, retryPauseMs = usualPauseMs } = policy;
  if (failed > retries || begun >= mostCalls(policy)) return undefined;
  const pauseMs = retryPauseMs * 2 ** (failed - 1) * (0.75 + random / 2);
  return Math.min(Math.max(pauseMs, retryAfterMs), longestPauseMs);
}

/** Whether the call may succeed another time; of an answer's status the policy decides, where it names statuses. */
export function mayBeRetried(
  { reason, isRetryable }: CallFailure,
  status: number | null,
  { retryStatuses }: DataSourcePolicy,
): boolean {
  if (reason !== 'DataSourceRefused' || status === null || !retryStatuses) return isRetryable;
  return retryStatuses.includes(status);
}
