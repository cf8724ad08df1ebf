import type { ContextSchema } from '@clarion/contracts';
import type { TemplateRead } from '@clarion/personalization';
import { merged, type Fragment } from './fragment.js';
import { schemaOf } from './fragment-schema.js';
import { fragmentOf, type ContextRead } from './read-fragment.js';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/**
 * What the reads of the context have in common with each other: the context of a call that fits renders without a missing
 * value. `undefined` where nothing is read. What no read is about may be anything.
 */
export function deriveContextSchema(reads: readonly ContextRead[]): ContextSchema | undefined {
  if (reads.length === 0) return undefined;
  const whole = reads.map(fragmentOf).reduce<Fragment>(merged, { types: ['object'] });
  return { $schema: dialect, ...schemaOf(whole) };
}

/**
 * Those reads of a template that are of `context`. Conditions on anything else cannot be told from a call, so what they
 * guard counts as needed.
 * @param rawUse what `{{{…}}}` does: puts out a text, or any value as JSON.
 */
export function contextReads(reads: readonly TemplateRead[], rawUse: 'text' | 'json'): ContextRead[] {
  return reads.filter(isOfContext).map(({ path, use, isNeeded, given }) => ({
    path: path.slice(1),
    use: use === 'raw' ? rawUse : use,
    isNeeded,
    given: given.filter(isOfContext).map((condition) => ({ ...condition, path: condition.path.slice(1) })),
  }));
}

function isOfContext({ path }: { path: readonly string[] }): boolean {
  return path[0] === 'context';
}
