import { Ajv, type AnySchema } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ValidateBy } from 'class-validator';

const options = { strict: false, validateFormats: false, logger: false } as const;
const draft07 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;

/**
 * What is wrong with a JSON Schema; `undefined` where nothing is: it is of 2020-12, or of draft-07 where its `$schema` says
 * so, and refers to nothing outside.
 */
export function jsonSchemaFault(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null || '$async' in schema)
    return 'must be a JSON Schema, not an async one';
  const { $schema } = schema as { $schema?: unknown };
  const isDraft07 = typeof $schema === 'string' && draft07.test($schema);
  try {
    const ajv = isDraft07 ? new Ajv(options) : new Ajv2020(options);
    ajv.compile(schema as AnySchema);
    return undefined;
  } catch (error) {
    return `is no JSON Schema: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`;
  }
}

/** The property is a JSON Schema. */
export function IsJsonSchema(): PropertyDecorator {
  return ValidateBy({
    name: 'isJsonSchema',
    validator: {
      validate: (value: unknown) => jsonSchemaFault(value) === undefined,
      defaultMessage: (args) => `$property ${jsonSchemaFault(args?.value)}`,
    },
  });
}
