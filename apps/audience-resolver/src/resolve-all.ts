import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Person } from './eligibility.js';
import type { Resolved, ResolvedCampaign } from './resolve.js';

/** What one of them comes to. */
type Resolve = (executionId: string, person: Person, campaign: ResolvedCampaign) => Resolved;

/** Resolves many people, group by group, and lets everyone else have a turn in between. */
export async function resolveAll(
  executionId: string,
  groups: Iterable<readonly Person[]>,
  campaign: ResolvedCampaign,
  resolve: Resolve,
): Promise<Resolved[]> {
  const resolved: Resolved[] = [];
  for (const people of groups) {
    for (const person of people) resolved.push(resolve(executionId, person, campaign));
    await nextTurn();
  }
  return resolved;
}
