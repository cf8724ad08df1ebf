const longestPauseMs = 30_000;

/** How long to wait before try number `attempt` (from 1): doubling from 0.5 s to 30 s, jittered by half. */
export function pauseMs(attempt: number, random: number): number {
  const full = Math.min(longestPauseMs, 500 * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random;
}
