import type { TrackedHit, TrackedKind } from './tracked-hit.js';

/** How often the same was hit. */
export interface Tally {
  deliveryId: string;
  executionId: string;
  kind: TrackedKind;
  /** Absent: it is about the delivery as a whole. */
  url?: string;
  hits: number;
}

/** Sums hits up, each thing once: deliveries that were opened, those of which a link was followed, and those links. */
export function tallyOf(hits: readonly TrackedHit[]): Tally[] {
  const tally = new Map<string, Tally>();
  for (const said of hits.flatMap(saidBy)) {
    const key = JSON.stringify([said.deliveryId, said.kind, said.url]);
    const known = tally.get(key);
    if (known) known.hits += 1;
    else tally.set(key, { ...said, hits: 1 });
  }
  return [...tally.values()];
}

function saidBy({ delivery: { deliveryId, executionId }, url }: TrackedHit): Omit<Tally, 'hits'>[] {
  if (url === undefined) return [{ deliveryId, executionId, kind: 'opened' }];
  const clicked = { deliveryId, executionId, kind: 'clicked' as const };
  return [clicked, { ...clicked, url }];
}
