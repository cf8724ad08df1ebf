import { isDeepStrictEqual } from 'node:util';
import type { Change } from './audit.answer.js';
import { leavesOf } from './leaves.js';
import { shownValue } from './shown-value.js';

/** An entry never has more. */
export const mostChanges = 200;

/**
 * What differs between two bodies, leaf by leaf in the order of the pointers' appearance; of a secret it is told that it
 * is another, not which. `undefined` stands for a body that is not there.
 * @returns the first 200 changes, and how many more there are.
 */
export function changesBetween(before: unknown, after: unknown): { changes: Change[]; more: number } {
  const old = leavesOf(before);
  const now = leavesOf(after);
  const pointers = [...new Set([...old.keys(), ...now.keys()])];
  const changed = pointers.filter((pointer) => !isDeepStrictEqual(old.get(pointer), now.get(pointer)));
  const changes = changed.slice(0, mostChanges).map((pointer) => changeOf(pointer, old.get(pointer), now.get(pointer)));
  return { changes, more: changed.length - changes.length };
}

function changeOf(pointer: string, old: unknown, now: unknown): Change {
  const before = shownValue(pointer, old);
  const after = shownValue(pointer, now);
  return { pointer, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
