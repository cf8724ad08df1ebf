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

/** Whether an execution has ended as a whole: nobody of it gets a message. */
export function isEnd({ state }: Run): boolean {
  return state === 'skipped' || state === 'failed';
}

/** What stands higher counts. */
function standingOf(run: Run): number {
  if (isEnd(run)) return Infinity;
  const { state, suspension = 0 } = run;
  return 2 * suspension + (state === 'resumed' ? 1 : 0);
}
