import { compileJsonSchema } from '@clarion/contracts';
import { ValidateBy } from 'class-validator';

/** What is wrong with a JSON Schema, as the data-fetcher reads it; `undefined` where nothing is. */
export function jsonSchemaFault(schema: unknown): string | undefined {
  try {
    compileJsonSchema(schema);
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
