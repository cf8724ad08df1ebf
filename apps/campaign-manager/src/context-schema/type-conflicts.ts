import { anyMember } from '@clarion/personalization';
import { arrayIndex } from './array-index.js';
import type { ReadPlace } from './read-places.js';
import type { ContextRead } from './read-fragment.js';

type Kind = 'a text' | 'an object' | 'a list';

/** A value of the context that is used as two kinds of thing. */
export interface TypeConflict {
  /** JSON pointer of the part whose use does not agree with an earlier one. */
  pointer: string;
  detail: string;
}

/** Each value at most once. A use that may be of several kinds agrees with each of them. */
export function typeConflicts(places: readonly ReadPlace[]): TypeConflict[] {
  const first = new Map<string, { kind: Kind; pointer: string }>();
  const conflicts = new Map<string, TypeConflict>();
  for (const { pointer, reads } of places) {
    for (const { path, kind } of reads.flatMap(kindsIn)) {
      const earlier = first.get(path);
      if (!earlier) first.set(path, { kind, pointer });
      else if (earlier.kind !== kind && !conflicts.has(path)) {
        const where = earlier.pointer === pointer ? '' : ` in ${earlier.pointer}`;
        const detail = `${path} is used as ${kind}, and as ${earlier.kind}${where}.`;
        conflicts.set(path, { pointer, detail });
      }
    }
  }
  return [...conflicts.values()];
}

/** What a read takes the context, each value on its way and the last one for. */
function kindsIn({ path, use }: ContextRead): { path: string; kind: Kind }[] {
  return [...path, undefined].flatMap((next, depth) => {
    const isLast = depth === path.length - 1;
    const kind = next === undefined ? kindOfUse(use) : kindAbove(next, isLast);
    return kind ? [{ path: ['context', ...path.slice(0, depth)].join('.'), kind }] : [];
  });
}

function kindAbove(part: string, isLast: boolean): Kind | undefined {
  // What `each` goes through has a read of its own.
  if (part === anyMember || (part === 'length' && isLast)) return undefined;
  return arrayIndex(part) === undefined ? 'an object' : 'a list';
}

function kindOfUse(use: ContextRead['use']): Kind | undefined {
  if (use === 'text') return 'a text';
  return use === 'list' ? 'a list' : undefined;
}
