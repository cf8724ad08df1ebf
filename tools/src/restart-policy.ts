/** Before the first start again, the second, …; an end too many means that starting again does not help. */
const pausesMs = [0, 250, 500, 1_000];
const withinMs = 60_000;

/** How many ends within a minute are one too many. */
export const endsTooMany = pausesMs.length + 1;

/**
 * How long to wait before a program that has ended by itself is started again: longer each time within a minute.
 * `undefined` means not at all, at its fifth end within a minute.
 *
 * @param endedAt when it has ended so far, in ms by one clock, the last one just now
 */
export function pauseBeforeRestart(endedAt: number[]): number | undefined {
  const now = endedAt.at(-1) ?? 0;
  const recent = endedAt.filter((at) => now - at < withinMs);
  return pausesMs[recent.length - 1];
}
