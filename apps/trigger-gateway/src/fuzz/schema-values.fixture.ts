import fc from 'fast-check';

/** A JSON Schema, as far as the document of the gateway uses it. */
export interface ValueSchema {
  $ref?: string;
  type?: string;
  properties?: Record<string, ValueSchema>;
  required?: string[];
  items?: ValueSchema;
  anyOf?: ValueSchema[];
  oneOf?: ValueSchema[];
  not?: ValueSchema;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
}

/** Values that a caller would choose, by the name of the member or parameter: those of the schema alone name nothing that is there. */
export type Chosen = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const anyJson = fc.jsonValue({ maxDepth: 3 });

/** Makes values that fit schemas of one document. */
export class SchemaValues {
  constructor(
    private readonly schemas: Readonly<Record<string, ValueSchema>>,
    private readonly chosen: Chosen,
  ) {}

  /** @param name of the member or parameter that has the value */
  of(schema: ValueSchema, name = ''): fc.Arbitrary<unknown> {
    const chosen = this.chosen[name];
    if (chosen) return chosen;
    if (schema.$ref !== undefined) return this.of(this.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    return choices ? fc.oneof(...choices.map((choice) => this.of(choice))) : this.ofType(schema);
  }

  private ofType(schema: ValueSchema): fc.Arbitrary<unknown> {
    const { type, items = {}, minItems = 0, maxItems = 5, minimum = 0, maximum = 1_000 } = schema;
    switch (type) {
      case 'object':
        return this.object(schema);
      case 'array':
        return fc.array(this.of(items), { minLength: minItems, maxLength: Math.min(maxItems, 5) });
      case 'string':
        return textOf(schema);
      case 'integer':
        return fc.integer({ min: minimum, max: maximum });
      case 'boolean':
        return fc.boolean();
      default:
        return anyJson;
    }
  }

  private object({ properties, required = [] }: ValueSchema): fc.Arbitrary<unknown> {
    if (!properties) return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), anyJson, { maxKeys: 4 });
    const possible = Object.entries(properties).filter(([, { not }]) => not === undefined);
    return fc.record(Object.fromEntries(possible.map(([name, schema]) => [name, this.of(schema, name)])), {
      requiredKeys: required,
    });
  }
}

function textOf({ format, pattern, minLength = 0, maxLength = 40 }: ValueSchema): fc.Arbitrary<string> {
  if (format === 'email') return fc.stringMatching(/^[a-z0-9]{1,20}@example\.(com|org)$/);
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time')
    return fc.date({ min: new Date(), noInvalidDate: true }).map((date) => date.toISOString());
  const anyText = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 40) });
  if (pattern === undefined) return anyText;
  // fast-check makes no texts for classes of Unicode.
  if (!pattern.includes('\\p')) return fc.stringMatching(new RegExp(pattern));
  return anyText.filter((text) => text.length <= maxLength && new RegExp(pattern, 'u').test(text));
}
