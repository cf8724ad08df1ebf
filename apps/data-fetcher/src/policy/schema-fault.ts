import { compileJsonSchema, type SchemaValidator } from '@clarion/contracts';

type Schema = Record<string, unknown>;

/** So many are kept; the one that was used longest ago goes first. */
const mostKept = 100;
const kept = new Map<string, SchemaValidator | string>();

/**
 * Where an answer does not fit its JSON Schema (2020-12, or draft-07 where its `$schema` says so), with the JSON pointer,
 * never a value; `undefined` when it fits. A schema that cannot be read is a fault, too. Formats are not checked.
 */
export function schemaFault(schema: Schema, value: unknown): string | undefined {
  const validate = validatorOf(schema);
  if (typeof validate === 'string') return validate;
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath || 'the answer'} ${wordsOf(error?.keyword, error?.params)}`;
}

/** Compiled once for all answers to a version's data source. */
function validatorOf(schema: Schema): SchemaValidator | string {
  const key = JSON.stringify(schema);
  const validator = kept.get(key) ?? compiled(schema);
  kept.delete(key);
  kept.set(key, validator);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return validator;
}

function compiled(schema: Schema): SchemaValidator | string {
  try {
    return compileJsonSchema(schema);
  } catch {
    return 'its responseSchema cannot be read';
  }
}

/** Ajv's own words may hold a member's name or a value of the answer: these hold only what the schema says. */
function wordsOf(keyword = 'its schema', params: Record<string, unknown> = {}): string {
  if (keyword === 'type') return `must be ${[params['type']].flat().join(' or ')}`;
  if (keyword === 'required') return `must have ${String(params['missingProperty'])}`;
  return `does not fit ${keyword}`;
}
