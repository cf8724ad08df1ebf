import { ValidateNested } from 'class-validator';

/** A class of a body, or of a part of one. */
export type BodyClass = new () => object;

/** Chooses the class of a value; most do not look at it. */
export type ChooseClass = (value: object) => BodyClass;

/** The members of a class that are objects of another, by their names. */
const nestedMembers = new WeakMap<object, Map<string, ChooseClass>>();

/** The property is an object of another class, or a list of such objects with `each`. */
export function Nested(choose: ChooseClass, options: { each?: boolean } = {}): PropertyDecorator {
  return (prototype, name) => {
    const members = nestedMembers.get(prototype) ?? new Map<string, ChooseClass>();
    nestedMembers.set(prototype, members.set(String(name), choose));
    ValidateNested(options)(prototype, name);
  };
}

/**
 * The value as an object of its class, with those of its members that are `Nested`, or a list of such objects.
 * Everything else is taken as it is, and nothing of the value is changed.
 */
export function shaped(choose: ChooseClass, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => shaped(choose, item));
  if (typeof value !== 'object' || value === null) return value;
  const prototype = choose(value).prototype as object;
  // The validator finds the rules by `constructor`; no body has a member of this name.
  const members = Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'constructor'));
  for (const [name, nested] of nestedMembers.get(prototype) ?? []) {
    if (Object.hasOwn(members, name)) members[name] = shaped(nested, members[name]);
  }
  return Object.assign(Object.create(prototype) as object, members);
}
