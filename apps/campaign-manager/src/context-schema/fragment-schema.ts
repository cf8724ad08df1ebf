import { merged, type Fragment } from './fragment.js';

type Schema = Record<string, unknown>;

/** The JSON Schema (2020-12) of a fragment. */
export function schemaOf(fragment: Fragment): Schema {
  const { types, required = [], members, element, first, minItems, rules } = fragment;
  const isMap = (types?.includes('array') && types.includes('object')) ?? false;
  return {
    ...(types && { type: types.length === 1 ? types[0] : types }),
    ...(required.length > 0 && { required }),
    ...(members && { properties: Object.fromEntries([...members].map(([name, member]) => [name, schemaOf(member)])) }),
    // What holds for every element is said again here: `items` is about those that follow.
    ...(first && { prefixItems: first.map((one) => schemaOf(element ? merged(one, element) : one)) }),
    ...(element && { items: schemaOf(element), ...(isMap && { additionalProperties: schemaOf(element) }) }),
    ...(minItems !== undefined && { minItems }),
    ...(rules && { allOf: [...rules.values()].map((rule) => ({ if: rule.if, then: schemaOf(rule.then) })) }),
  };
}
