/** What our calls to a host have come to lately. Times are in milliseconds since 1970. */
export interface Breaker {
  /** Calls that failed one after another. */
  failures: number;
  /** How often it opened one after another. */
  openings: number;
  /** While this is to come, nobody calls; once it has passed, one probe does. `null`: it is closed. */
  openUntil: number | null;
  /** Until when somebody's probe may go on; `null`: there is none. */
  probeUntil: number | null;
}

/**
 * What a call says of its host. *well*: it answered, were it with a refusal. *ill*: no connection, no answer in time, or
 * 5xx. *unknown*: the call was broken off on our side, or not made.
 */
export type HostSign = 'well' | 'ill' | 'unknown';

export const closedBreaker: Breaker = { failures: 0, openings: 0, openUntil: null, probeUntil: null };

const mostFailures = 5;
const firstOpenMs = 30_000;
const longestOpenMs = 300_000;

/** Since when a call waits for whom: until when, at least. `undefined`: it may be made, by whoever then begins the probe. */
export function closedTo({ openUntil, probeUntil }: Breaker, now: number): number | undefined {
  if (openUntil === null) return undefined;
  if (openUntil > now) return openUntil;
  return probeUntil !== null && probeUntil > now ? probeUntil : undefined;
}

/** A call begins, which lasts `timeoutMs` at most: it is the probe where the breaker is half open. */
export function withCall(breaker: Breaker, timeoutMs: number, now: number): Breaker {
  return breaker.openUntil === null ? breaker : { ...breaker, probeUntil: now + timeoutMs };
}

/**
 * What a call's end makes of it: it opens after 5 failures one after another, for 30 s; the probe closes it, or opens it
 * again for twice as long as before, 5 min at most. A call that was under way before it opened does not prolong that.
 */
export function afterCall(breaker: Breaker, sign: HostSign, now: number): Breaker {
  if (sign === 'well') return closedBreaker;
  const { failures, openings, openUntil } = breaker;
  const isOpen = openUntil !== null && openUntil > now;
  if (sign === 'unknown') return isOpen ? breaker : { ...breaker, probeUntil: null };
  const counted = { ...breaker, failures: failures + 1 };
  if (isOpen || (openUntil === null && counted.failures < mostFailures)) return counted;
  const openMs = Math.min(firstOpenMs * 2 ** openings, longestOpenMs);
  return { ...counted, openings: openings + 1, openUntil: now + openMs, probeUntil: null };
}
