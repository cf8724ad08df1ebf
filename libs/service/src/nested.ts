import { ValidateNested } from 'class-validator';

/** A class of a body, or of a part of one. */
export type BodyClass = new () => object;

/** Chooses the class of a value; most do not look at it. */
export type ChooseClass = (value: object) => BodyClass;

interface NestedMember {
  choose: ChooseClass;
  among: readonly BodyClass[] | undefined;
}

/** The members of a class that are objects of another, by their names. */
const nestedMembers = new WeakMap<object, Map<string, NestedMember>>();

/**
 * The property is an object of another class, or a list of such objects with `each`. Where the class depends on the value,
 * `among` has all that there are, for the API's description.
 */
export function Nested(
  choose: ChooseClass,
  { each = false, among }: { each?: boolean; among?: readonly BodyClass[] } = {},
): PropertyDecorator {
  return (prototype, name) => {
    const members = nestedMembers.get(prototype) ?? new Map<string, NestedMember>();
    nestedMembers.set(prototype, members.set(String(name), { choose, among }));
    ValidateNested({ each })(prototype, name);
  };
}

/** The classes of which a `Nested` member of a class may be. */
export function nestedClassesOf(bodyClass: BodyClass, name: string): readonly BodyClass[] {
  const { among, choose } = nestedMember(bodyClass, name);
  return among ?? [choose({})];
}

/** The class of a `Nested` member's value, or of an item of it. */
export function nestedClassOf(bodyClass: BodyClass, name: string, value: object): BodyClass {
  return nestedMember(bodyClass, name).choose(value);
}

function nestedMember(bodyClass: BodyClass, name: string): NestedMember {
  const member = nestedMembers.get(bodyClass.prototype as object)?.get(name);
  if (!member) throw new Error(`${bodyClass.name}.${name} is not Nested`);
  return member;
}

/**
 * The value as an object of its class, with those of its members that are `Nested`, or a list of such objects.
 * Everything else is taken as it is, and nothing of the value is changed.
 */
export function shaped(choose: ChooseClass, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // The validator would go through a list within a list, and find no fault with an empty one.
  if (Array.isArray(value)) return value.map((item) => (Array.isArray(item) ? null : shaped(choose, item)));
  const prototype = choose(value).prototype as object;
  // The validator finds the rules by `constructor`; no body has a member of this name.
  const members = Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'constructor'));
  for (const [name, { choose: nested }] of nestedMembers.get(prototype) ?? []) {
    if (Object.hasOwn(members, name)) members[name] = shaped(nested, members[name]);
  }
  return Object.assign(Object.create(prototype) as object, members);
}
