import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Person } from './eligibility.js';
import { resolve, type Resolved, type ResolvedCampaign } from './resolve.js';

/** So many take about 1 ms; several slices have their turns one after the other. */
const atOnce = 25;

/** Resolves many people, and lets everyone else have a turn in between. */
export async function resolveAll(
  executionId: string,
  people: readonly Person[],
  campaign: ResolvedCampaign,
): Promise<Resolved[]> {
  const resolved: Resolved[] = [];
  for (let from = 0; from < people.length; from += atOnce) {
    if (from > 0) await nextTurn();
    for (const person of people.slice(from, from + atOnce)) resolved.push(resolve(executionId, person, campaign));
  }
  return resolved;
}
