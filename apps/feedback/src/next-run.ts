import type { EventData, events } from '@clarion/contracts';

/** The data of `execution.progressed.v1`. */
export type Progressed = EventData<typeof events.executionProgressed>;

/** Where an execution stands as a whole. */
export interface Run {
  state: Progressed['state'];
  /** How many members it was planned for; absent as long as it was not. */
  targeted?: number;
  /** One of `executionEndReasons`, and one sentence: where it was skipped or failed. */
  reason?: string;
  detail?: string;
}

/**
 * Where a run stands once this was said of it. *Skipped* and *failed* are ends, and the first of them stays; *planned*
 * before or after only tells for how many. Whatever comes twice changes nothing: `current` itself is returned.
 */
export function nextRun(current: Run | undefined, said: Run): Run {
  if (!current) return said;
  const { targeted = said.targeted } = current;
  const run = current.state === 'planned' && said.state !== 'planned' ? said : current;
  return run.targeted === targeted ? run : { ...run, ...(targeted !== undefined && { targeted }) };
}
