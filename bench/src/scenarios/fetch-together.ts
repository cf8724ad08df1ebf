import type { DataApi } from '../data-api/data-api.js';
import { countOf, type Count } from '../figures.js';
import type { SitePlace } from '../site.js';
import { trigger } from './calls.js';

const ready = 'execution.ready.v1';

/** Executions that are triggered at once, each of which fetches the same answer for itself. */
export interface Fetches {
  campaignId: string;
  executions: number;
  /** How the answer is to be kept. */
  answer: KeptAnswer;
}

/** What is known of a snapshot. */
export interface KeptAnswer {
  rowCount: number;
  contentHash: string;
}

export interface Fetched {
  /** From the first trigger until the last execution is ready, or until there is no more hope. */
  elapsedMs: number;
  /** *lost*: answers that are not kept, or not whole. *doubled*: calls beyond one for each. */
  count: Count;
}

/** Resolves when their data is at hand, or when it is late enough to be lost. */
export async function fetchTogether(
  place: SitePlace,
  api: DataApi,
  { campaignId, executions, answer }: Fetches,
): Promise<Fetched> {
  const { topics, signal } = place;
  const since = await topics.ends(ready);
  const triggeredAt = Date.now();
  const executionIds = await Promise.all(Array.from({ length: executions }, () => trigger(place, campaignId)));
  const readyAt = await topics.written(
    ready,
    since,
    ({ at }) => at,
    (times) => times.length >= executions,
    signal,
  );
  const endedAt = readyAt.length < executions ? Date.now() : Math.max(...readyAt);
  const kept = await Promise.all(executionIds.map((id) => keptBy(place, id)));
  const isWhole = (one: KeptAnswer | undefined) =>
    one?.rowCount === answer.rowCount && one.contentHash === answer.contentHash;
  const calls = await api.calls();
  const once = Array<number>(executions).fill(1);
  const { lost } = countOf(
    once,
    kept.map((one) => (isWhole(one) ? 1 : 0)),
  );
  const { doubled } = countOf(
    once,
    executionIds.map((id) => calls[`${id}:offers`] ?? 0),
  );
  return { elapsedMs: endedAt - triggeredAt, count: { lost, doubled } };
}

/** What is kept for an execution, as anybody may ask. */
async function keptBy({ stack }: SitePlace, executionId: string): Promise<KeptAnswer | undefined> {
  interface Log {
    fetches: { snapshot: KeptAnswer | null }[];
  }
  const { data } = await stack.client('campaign-manager').get<Log>(`/v1/executions/${executionId}/fetches`);
  return data.fetches[0]?.snapshot ?? undefined;
}
