import { compileJsonSchema } from '@clarion/contracts';
import { Keeps } from '@clarion/service';

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
  return Keeps({
    name: 'isJsonSchema',
    schema: {},
    validate: (value) => jsonSchemaFault(value) === undefined,
    message: (args) => `$property ${jsonSchemaFault(args?.value)}`,
  });
}
