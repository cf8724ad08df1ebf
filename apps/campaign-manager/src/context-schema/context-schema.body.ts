import { contextCheck, contextFormats, type ContextSchema } from '@clarion/contracts';
import { canBeStored, Keeps } from '@clarion/service';

const maxBytes = 16 * 1024;
const maxParts = 200;

/** Keywords whose value is a schema, a list of them, or one for each name; and those whose value is none. */
const ofOne = ['items', 'additionalProperties', 'contains', 'not', 'if', 'then', 'else'];
const ofMany = ['prefixItems', 'allOf', 'anyOf', 'oneOf'];
const ofNamed = ['properties'];
const plain = [
  ...['$schema', '$comment', 'title', 'description', 'examples', 'default', 'type', 'enum', 'const', 'format'],
  ...['required', 'dependentRequired', 'minProperties', 'maxProperties', 'minItems', 'maxItems', 'minContains'],
  ...[
    'maxContains',
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
  ],
];

/**
 * What is wrong with a context schema that is written by hand; `undefined` where nothing is. The time that it takes to
 * check a context must be told by its size: so there are no regular expressions (`pattern`), no references, which
 * may grow without end, and nothing that compares elements with each other (`uniqueItems`) or with objects. Completes "the property …".
 */
export function contextSchemaFault(value: unknown): string | undefined {
  if (!isObject(value) || !canBeStored(value)) return 'must be a JSON Schema';
  if (Buffer.byteLength(JSON.stringify(value)) > maxBytes) return `must have at most ${maxBytes} bytes`;
  const parts = [...partsOf(value)];
  if (parts.length > maxParts) return `must have at most ${maxParts} schemas in it`;
  const unknown = parts.flatMap((part) => Object.keys(part)).find((keyword) => !isKnown(keyword));
  if (unknown !== undefined) return `must be without "${unknown}", which is no keyword of a context schema`;
  if (parts.some((part) => [part['const'], part['enum']].flat().some(isObject))) {
    return 'must compare with texts, numbers, booleans and null only ("const", "enum")';
  }
  try {
    contextCheck(value);
    return undefined;
  } catch (error) {
    return `is no JSON Schema: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`;
  }
}

/** The property is a context schema: JSON Schema 2020-12, without what takes long to check. */
export function IsContextSchema(): PropertyDecorator {
  return Keeps({
    name: 'isContextSchema',
    schema: { type: 'object' },
    validate: (value) => contextSchemaFault(value) === undefined,
    message: (args) => `$property ${contextSchemaFault(args?.value)}; its formats are ${contextFormats.join(', ')}`,
  });
}

/** A schema and all that are in it. */
function* partsOf(schema: ContextSchema): Generator<ContextSchema> {
  yield schema;
  const lists = ofMany.map((keyword) => schema[keyword]).filter((list) => Array.isArray(list)) as unknown[][];
  const named = ofNamed.map((keyword) => schema[keyword]).filter(isObject);
  const below = [
    ...ofOne.map((keyword) => schema[keyword]),
    ...lists.flat(),
    ...named.flatMap((each) => Object.values(each)),
  ];
  for (const part of below) if (isObject(part)) yield* partsOf(part);
}

function isKnown(keyword: string): boolean {
  return [plain, ofOne, ofMany, ofNamed].some((keywords) => keywords.includes(keyword));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
