import { isObject } from '../json-object.js';

/** An array with objects in it. */
export interface FoundArray {
  /** JSON pointer (RFC 6901). */
  path: string;
  elements: readonly unknown[];
}

/** As deep as an array may be (B-43). */
const maxSegments = 10;

/**
 * Every array that has an object, those further outside first (B-16). Of the elements of an array of objects the first
 * stands for all: nobody maps the 200 arrays in 200 elements one by one.
 */
export function findArrays(value: unknown): FoundArray[] {
  const found: FoundArray[] = [];
  let level: { path: string; value: unknown }[] = [{ path: '', value }];
  for (let depth = 0; depth <= maxSegments && level.length > 0; depth += 1) {
    for (const { path, value: elements } of level) {
      if (Array.isArray(elements) && elements.some(isObject)) found.push({ path, elements });
    }
    level = level.flatMap(({ path, value: parent }) =>
      membersOf(parent).map(([name, member]) => ({ path: `${path}/${escaped(name)}`, value: member })),
    );
  }
  return found;
}

/** What may hold arrays. */
function membersOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value);
  return Array.isArray(value) && value.every(isObject) ? members.slice(0, 1) : members;
}

/** A name as a segment of a JSON pointer. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
