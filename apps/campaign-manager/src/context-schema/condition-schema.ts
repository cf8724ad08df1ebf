import { arrayIndex } from './array-index.js';

/**
 * The JSON Schema of what has, at a path, something that does not count as nothing; the path goes through no list.
 * @param blank what counts as nothing, as a missing value does.
 */
export function filledSchema(path: readonly string[], blank: readonly unknown[]): object {
  const [name, ...rest] = path;
  if (name === undefined) return { not: blankSchema(blank) };
  if (name === 'length' && rest.length === 0) return lengthSchema(blank);
  const below = filledSchema(rest, blank);
  const index = arrayIndex(name);
  if (index === undefined) return { type: 'object', required: [name], properties: { [name]: below } };
  return { type: 'array', minItems: index + 1, prefixItems: [...Array.from({ length: index }, () => true), below] };
}

/** Arrays and texts have a length of their own; an object may have a member of this name. */
function lengthSchema(blank: readonly unknown[]): object {
  const least = blank.includes(0) ? 1 : 0;
  return {
    anyOf: [
      { type: 'array', minItems: least },
      { type: 'string', minLength: least },
      { type: 'object', required: ['length'], properties: { length: { not: blankSchema(blank) } } },
    ],
  };
}

/** Values are compared one by one: comparing objects asks those of the context for methods of their own. */
function blankSchema(blank: readonly unknown[]): object {
  const scalars = blank.filter((value) => typeof value !== 'object' || value === null);
  const rest = blank.filter((value) => typeof value === 'object' && value !== null);
  if (rest.length === 0) return { enum: scalars };
  const empty = rest.map((value) =>
    Array.isArray(value) ? { type: 'array', maxItems: 0 } : { type: 'object', maxProperties: 0 },
  );
  return { anyOf: [{ enum: scalars }, ...empty] };
}
