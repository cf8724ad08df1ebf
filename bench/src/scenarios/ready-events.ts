import { countOf, type Count } from '../figures.js';
import { personOf } from '../person.js';
import type { SitePlace } from '../site.js';
import type { Ends } from '../topics.js';

/** The topic in which accepted executions come out of the gateway that need no data. */
export const readyTopic = 'execution.ready.v1';

interface Recipient {
  userId: string;
}

/** Executions that came out. */
export interface ReadyExecutions {
  /** When each was said to be ready, in ms since 1970. */
  times: number[];
  count: Count;
}

/** Reads what came out since then, where there must be one for each of some people whose numbers follow one another. */
export async function readReady(
  { topics, signal }: SitePlace,
  since: Ends,
  people: { first: number; count: number },
): Promise<ReadyExecutions> {
  const read = ({ value, at }: { value: unknown; at: number }) => ({ ...(value as { recipients: Recipient[] }), at });
  const events = await topics.written(readyTopic, since, read, (items) => items.length >= people.count, signal);
  const counts = Array<number>(people.count).fill(0);
  for (const { userId } of events.flatMap(({ recipients }) => recipients)) {
    const index = personOf(userId) - people.first;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const times = events.map(({ at }) => at);
  return { times, count: countOf(Array<number>(people.count).fill(1), counts) };
}
