import { Keeps } from '@clarion/service';

/** The members of the array differ in this property of theirs. */
export function AreDistinctBy(property: string): PropertyDecorator {
  return Keeps({
    name: 'areDistinctBy',
    schema: {},
    validate: (members) => !Array.isArray(members) || areDistinct(members, property),
    message: `the members of $property must each have another ${property}`,
  });
}

/** Members without the property are another check's. */
function areDistinct(members: unknown[], property: string): boolean {
  const values = members
    .map((member) => (member as Record<string, unknown> | null)?.[property])
    .filter((value) => value !== undefined);
  return new Set(values).size === values.length;
}
