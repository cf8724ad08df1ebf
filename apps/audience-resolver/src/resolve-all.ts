import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Person } from './eligibility.js';
import { resolve, type Resolved, type ResolvedCampaign } from './resolve.js';

/** Resolves many people, group by group, and lets everyone else have a turn in between. */
export async function resolveAll(
  executionId: string,
  groups: Iterable<readonly Person[]>,
  campaign: ResolvedCampaign,
): Promise<Resolved[]> {
  const resolved: Resolved[] = [];
  for (const people of groups) {
    for (const person of people) resolved.push(resolve(executionId, person, campaign));
    await nextTurn();
  }
  return resolved;
}
