import type { Result } from './delivery.js';
import type { Standing } from './settle.js';

/** What is said of one attempt. */
export interface Reported {
  deliveryId: string;
  attempt: number;
  result: Result;
  at: Date;
}

/**
 * All that is to be said of a delivery: of each attempt that is in doubt, and where it stands. One that is in doubt and
 * tried again is said to be deferred as its next attempt, for it has not ended. The same row says the same.
 */
export function reportsOf({ deliveryId, attempt, interrupted, result, at }: Standing): Reported[] {
  const reason = 'InterruptedWhileSending';
  const detail = 'Nobody knows whether this attempt sent the message; another followed.';
  const doubts = interrupted.map((doubted): Reported => {
    return { deliveryId, attempt: doubted, result: { state: 'unknown', reason, detail }, at };
  });
  const stands = interrupted.includes(attempt) ? attempt + 1 : attempt;
  return [...doubts, { deliveryId, attempt: stands, result, at }];
}
