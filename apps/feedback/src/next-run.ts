import type { EventData, events } from '@clarion/contracts';

/** The data of `execution.progressed.v1`. */
export type Progressed = EventData<typeof events.executionProgressed>;

/** Where an execution stands as a whole. */
export interface Run {
  state: Progressed['state'];
  /** How many members it was planned for; absent as long as it was not. */
  targeted?: number;
  /** Which of its suspensions was said to begin or to be over: where it is suspended or resumed. */
  suspension?: number;
  /** One of `executionEndReasons`, and one sentence: where it is suspended, or was skipped or failed. */
  reason?: string;
  detail?: string;
}

/**
 * Where a run stands once this was said of it. *Skipped* and *failed* are ends, and the first of them stays; of *suspended*
 * and *resumed* the later one; *planned* before or after only tells for how many. Whatever comes twice changes nothing:
 * `current` itself is returned.
 */
export function nextRun(current: Run | undefined, said: Run): Run {
  if (!current) return said;
  const { targeted = said.targeted } = current;
  const run = standingOf(said) > standingOf(current) ? said : current;
  return run.targeted === targeted ? run : { ...run, ...(targeted !== undefined && { targeted }) };
}

/** What stands higher counts. */
function standingOf({ state, suspension = 0 }: Run): number {
  if (state === 'skipped' || state === 'failed') return Infinity;
  return 2 * suspension + (state === 'resumed' ? 1 : 0);
}
