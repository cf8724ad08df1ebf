const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** After the first failure, the second, and so on (those that Standard Webhooks names): 75 h 35 min in all. */
export const pausesMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** The longest that a receiver may ask us to wait. */
const longestMs = 24 * hour;

/**
 * How long to wait after so many failures, or `undefined` when that was the last attempt: the pause of the table, up to a
 * tenth less or more, and never less than the receiver asks for, up to a day.
 * @param random of [0, 1]
 */
export function pauseAfter(
  failures: number,
  { retryAfterMs = 0, random }: { retryAfterMs?: number | undefined; random: number },
): number | undefined {
  const pauseMs = pausesMs[failures - 1];
  if (pauseMs === undefined) return undefined;
  return Math.max(pauseMs * (0.9 + random / 5), Math.min(retryAfterMs, longestMs));
}
