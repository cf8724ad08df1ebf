import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Person } from './eligibility.js';
import type { Resolved } from './resolve.js';

/** Resolves many people, group by group, and lets everyone else have a turn in between. */
export async function resolveAll(
  groups: Iterable<readonly Person[]>,
  resolveOne: (person: Person) => Resolved,
): Promise<Resolved[]> {
  const resolved: Resolved[] = [];
  for (const people of groups) {
    for (const person of people) resolved.push(resolveOne(person));
    await nextTurn();
  }
  return resolved;
}
