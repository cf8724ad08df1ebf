export type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** What is known of a value; what is absent may be anything. A part of a JSON Schema that can be put together with others. */
export interface Fragment {
  types?: readonly JsonType[];
  /** Names of an object's members that must be there. */
  required?: readonly string[];
  members?: ReadonlyMap<string, Fragment>;
  /** Each element of an array, and each member of an object that may stand for one. */
  element?: Fragment;
  /** The first elements of an array, by their numbers. */
  first?: readonly Fragment[];
  minItems?: number;
  /** By the text of their conditions. */
  rules?: ReadonlyMap<string, Rule>;
}

/** What is known of a value that fits a JSON Schema. */
export interface Rule {
  if: object;
  then: Fragment;
}

/** All that two fragments say of the same value. */
export function merged(one: Fragment, other: Fragment): Fragment {
  const types = one.types && other.types ? one.types.filter((type) => other.types?.includes(type)) : undefined;
  const minItems = Math.max(one.minItems ?? 0, other.minItems ?? 0);
  return withoutAbsent({
    types: types ?? one.types ?? other.types,
    required: both(one.required, other.required, (some, more) => [...new Set([...some, ...more])]),
    members: both(one.members, other.members, (some, more) => mergedMaps(some, more, merged)),
    element: both(one.element, other.element, merged),
    first: both(one.first, other.first, mergedLists),
    minItems: minItems > 0 ? minItems : undefined,
    rules: both(one.rules, other.rules, (some, more) => mergedMaps(some, more, mergedRules)),
  });
}

function mergedRules(one: Rule, other: Rule): Rule {
  return { if: one.if, then: merged(one.then, other.then) };
}

function mergedLists(some: readonly Fragment[], more: readonly Fragment[]): Fragment[] {
  const length = Math.max(some.length, more.length);
  return Array.from({ length }, (_, index) => merged(some[index] ?? {}, more[index] ?? {}));
}

function mergedMaps<Value>(
  some: ReadonlyMap<string, Value>,
  more: ReadonlyMap<string, Value>,
  merge: (one: Value, other: Value) => Value,
): Map<string, Value> {
  const all = new Map(some);
  for (const [name, value] of more) {
    const there = all.get(name);
    all.set(name, there === undefined ? value : merge(there, value));
  }
  return all;
}

function both<Value>(
  one: Value | undefined,
  other: Value | undefined,
  merge: (one: Value, other: Value) => Value,
): Value | undefined {
  return one !== undefined && other !== undefined ? merge(one, other) : (one ?? other);
}

function withoutAbsent(fragment: { [Name in keyof Fragment]: Fragment[Name] | undefined }): Fragment {
  return Object.fromEntries(Object.entries(fragment).filter(([, value]) => value !== undefined));
}
