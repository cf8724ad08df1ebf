import { escaped } from './find-arrays.js';
import type { SampleColumn } from './propose-columns.js';

/** Every value of an answer with its JSON pointer, as flattening has them (B-15): lists are gone through, too. */
export function flatColumns(value: unknown): SampleColumn[] {
  return [...leavesOf(value, [])].map(({ names, leaf }) => ({
    key: names.map((name) => `/${escaped(name)}`).join(''),
    names,
    values: [leaf],
    missing: 0,
    elements: 1,
  }));
}

function* leavesOf(value: unknown, names: readonly string[]): Generator<{ names: readonly string[]; leaf: unknown }> {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (members.length === 0) {
    if (names.length > 0) yield { names, leaf: value };
    return;
  }
  for (const [name, member] of members) yield* leavesOf(member, [...names, name]);
}
