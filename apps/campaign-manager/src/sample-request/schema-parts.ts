import type { ContextSchema } from '@clarion/contracts';

/** What schemas that must all hold say together. */
export interface SchemaParts {
  /** All values of a keyword. */
  said: (keyword: string) => unknown[];
  says: (...keywords: string[]) => boolean;
  /** Whether none of them excludes a type. */
  mayBe: (type: string) => boolean;
  /** The highest lower bound, and the lowest upper one: minus and plus infinity, or 0 for what is counted, where there is none. */
  least: (keyword: 'minimum' | 'minItems' | 'minLength') => number;
  most: (keyword: 'maximum' | 'maxItems' | 'maxLength') => number;
  /** Those among values that are schemas, not `true` or `false`. */
  schemas: (values: readonly unknown[]) => ContextSchema[];
}

/** Reads schemas together with what each demands beside itself; a rule's consequence counts as if its condition held. */
export function schemaParts(schemas: readonly ContextSchema[]): SchemaParts {
  const parts = schemas.flatMap(partsOf);
  const said = (keyword: string) => parts.map((part) => part[keyword]).filter((value) => value !== undefined);
  const types = said('type').map((type) => [type].flat());
  return {
    said,
    says: (...keywords) => keywords.some((keyword) => said(keyword).length > 0),
    mayBe: (type) => types.every((each) => each.includes(type) || (type === 'integer' && each.includes('number'))),
    least: (keyword) => Math.max(keyword === 'minimum' ? -Infinity : 0, ...(said(keyword) as number[])),
    most: (keyword) => Math.min(Infinity, ...(said(keyword) as number[])),
    schemas: (values) => values.filter(isSchema),
  };
}

function partsOf(schema: ContextSchema): ContextSchema[] {
  const { allOf = [], then } = schema as { allOf?: ContextSchema[]; then?: ContextSchema };
  return [schema, ...allOf.flatMap(partsOf), ...(then ? partsOf(then) : [])];
}

function isSchema(value: unknown): value is ContextSchema {
  return typeof value === 'object' && value !== null;
}
