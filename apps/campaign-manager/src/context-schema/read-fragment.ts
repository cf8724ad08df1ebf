import { anyMember, type Condition, type TemplateRead } from '@clarion/personalization';
import { arrayIndex } from './array-index.js';
import { filledSchema } from './condition-schema.js';
import { merged, type Fragment, type JsonType } from './fragment.js';

/** A read of the context, its paths from the context on. *json*: a value that may be anything. */
export interface ContextRead extends Omit<TemplateRead, 'use'> {
  use: Exclude<TemplateRead['use'], 'raw'> | 'json';
}

const typesOf: Record<ContextRead['use'], JsonType[] | undefined> = {
  text: ['string', 'number', 'boolean'],
  list: ['array'],
  map: ['array', 'object'],
  any: undefined,
  json: undefined,
};

/**
 * What a read says of the context: what its path leads through, and what must be there. A value whose own presence is a
 * condition of the read needs not be there, nor what leads to it; all other conditions become rules.
 */
export function fragmentOf(read: ContextRead): Fragment {
  const guards = read.given.filter((condition) => condition.isFilled && isWithin(read.path, condition.path));
  const guarded = Math.max(0, ...guards.map(({ path }) => path.length));
  const conditions = read.given.filter((condition) => !guards.includes(condition));
  const isDemand = read.isNeeded && guarded < read.path.length;
  if (isDemand && conditions.length === 0) return valueAt(0, { ...read, optionalUntil: guarded }, []);
  const shape = valueAt(0, { ...read, optionalUntil: read.path.length }, []);
  return isDemand ? merged(shape, fragmentAt(0, { ...read, optionalUntil: guarded }, conditions)) : shape;
}

interface Way extends ContextRead {
  /** The parts of the path up to this depth may be missing or null. */
  optionalUntil: number;
}

/** What is known at a depth of the path, under the conditions that are about it and what lies below. */
function fragmentAt(depth: number, way: Way, conditions: readonly Condition[]): Fragment {
  const here = conditions.filter((condition) => anchorOf(condition) === depth);
  if (here.length === 0) return valueAt(depth, way, conditions);
  const later = conditions.filter((condition) => !here.includes(condition));
  const schemas = here.map(({ path, blank, isFilled }) => {
    const filled = filledSchema(path.slice(depth), blank);
    return isFilled ? filled : { not: filled };
  });
  const condition = schemas.length === 1 && schemas[0] ? schemas[0] : { allOf: schemas };
  const rule = { if: condition, then: valueAt(depth, way, later) };
  return { rules: new Map([[JSON.stringify(condition), rule]]) };
}

function valueAt(depth: number, way: Way, conditions: readonly Condition[]): Fragment {
  const { path, use, optionalUntil } = way;
  const mayBeNull = depth > 0 && depth <= optionalUntil;
  const typed = (types: JsonType[]): Fragment => ({ types: mayBeNull ? [...types, 'null'] : types });
  const part = path[depth];
  if (part === undefined) {
    const types = typesOf[use];
    return types ? typed(types) : {};
  }
  const mustBeThere = depth + 1 > optionalUntil;
  if (part === 'length' && depth === path.length - 1) {
    return { ...typed(['array', 'string', 'object']), ...(mustBeThere && { required: [part] }) };
  }
  const below = fragmentAt(depth + 1, way, conditions);
  if (part === anyMember) return { element: below };
  const index = arrayIndex(part);
  if (index === undefined) {
    return { ...typed(['object']), members: new Map([[part, below]]), ...(mustBeThere && { required: [part] }) };
  }
  const first = [...Array.from({ length: index }, () => ({})), below];
  return { ...typed(['array']), first, ...(mustBeThere && { minItems: index + 1 }) };
}

/** The depth of the value that a condition is asked of: the innermost member of a list on its path, or the context. */
function anchorOf({ path }: Condition): number {
  return path.lastIndexOf(anyMember) + 1;
}

function isWithin(path: readonly string[], above: readonly string[]): boolean {
  return above.length <= path.length && above.every((part, index) => part === path[index]);
}
