import { inspect } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

/** Tells `waitFor` what was just seen, for its error. */
export type Saw = (what: unknown) => void;

/** How long to wait, and for what. */
export interface Wait {
  /** Default 10,000. */
  timeoutMs?: number;
  /** Default 25: the pause between two looks. */
  intervalMs?: number;
  /** Completes the sentence "Waited 10 s for …". */
  what: string;
  /** Ends the waiting early by throwing the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Looks again and again until something observable is there.
 *
 * @param probe answers what it was looking for, or `undefined` as long as it is not there. What it throws counts as
 *   "not there yet". By its argument it tells what it saw instead.
 * @returns the first defined value
 * @throws Error once the time is over, saying what was awaited and the last thing seen
 */
export async function waitFor<T>(probe: (saw: Saw) => T | undefined | Promise<T | undefined>, wait: Wait): Promise<T> {
  const { timeoutMs = 10_000, intervalMs = 25, what, signal } = wait;
  const end = performance.now() + timeoutMs;
  let last = 'nothing';
  const saw: Saw = (seen) => {
    last = typeof seen === 'string' ? seen : inspect(seen, { depth: 4, breakLength: 120 });
  };
  for (;;) {
    signal?.throwIfAborted();
    try {
      const found = await probe(saw);
      if (found !== undefined) return found;
    } catch (error) {
      saw(error instanceof Error ? `${error.name}: ${error.message}` : error);
    }
    if (performance.now() >= end) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}; last seen: ${last}`);
    await pause(intervalMs);
  }
}
