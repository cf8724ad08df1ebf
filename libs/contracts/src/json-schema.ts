import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

const options = { strict: false, validateFormats: false, allErrors: false, logger: false } as const;
const draft07 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;

/** Says whether a value fits; where it does not, its `errors` hold the first fault. */
export type SchemaValidator = ValidateFunction;

/**
 * Compiles a JSON Schema that people wrote: of 2020-12, or of draft-07 where its `$schema` says so. Formats are not
 * checked.
 * @throws Error for what is no such schema, or refers to something outside.
 */
export function compileJsonSchema(schema: unknown): SchemaValidator {
  if (typeof schema !== 'object' || schema === null || '$async' in schema) {
    throw new Error('it must be an object, and not async');
  }
  const { $schema } = schema as { $schema?: unknown };
  const isDraft07 = typeof $schema === 'string' && draft07.test($schema);
  // One of its own, so that nothing of a schema stays behind when it goes.
  const ajv = isDraft07 ? new Ajv(options) : new Ajv2020(options);
  return ajv.compile(schema as AnySchema);
}
