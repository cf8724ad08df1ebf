import { retryAfterMs } from '@clarion/service';
import type { AttemptEnd } from './attempt.js';
import { pauseAfter } from './retry-times.js';

/** Where a delivery stands after an attempt. */
export type Standing =
  | { state: 'delivered' }
  /** `isGone`: its receiver wants nothing any more. */
  | { state: 'failed'; isGone: boolean }
  | { state: 'pending'; delayMs: number };

/**
 * Any 2xx is a delivery, 410 the end of the webhook, and everything else a failure that is tried again: a receiver may answer
 * anything while it is being set up. A redirect is none of ours to follow.
 * @param failures those before
 */
export function standingAfter(
  end: Exclude<AttemptEnd, { kind: 'interrupted' }>,
  failures: number,
  { now, random }: { now: number; random: number },
): Standing {
  if (end.kind === 'answered' && end.status >= 200 && end.status < 300) return { state: 'delivered' };
  if (end.kind === 'answered' && end.status === 410) return { state: 'failed', isGone: true };
  const asked = end.kind === 'answered' ? retryAfterMs(end.retryAfter, now) : undefined;
  const delayMs = pauseAfter(failures + 1, { retryAfterMs: asked, random });
  return delayMs === undefined ? { state: 'failed', isGone: false } : { state: 'pending', delayMs };
}
