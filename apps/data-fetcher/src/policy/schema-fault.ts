import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Schema = Record<string, unknown>;

const options = { strict: false, validateFormats: false, allErrors: false, logger: false } as const;
const draft07 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;

/** So many are kept; the one that was used longest ago goes first. */
const mostKept = 100;
const kept = new Map<string, ValidateFunction | string>();

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
function validatorOf(schema: Schema): ValidateFunction | string {
  const key = JSON.stringify(schema);
  const validator = kept.get(key) ?? compiled(schema);
  kept.delete(key);
  kept.set(key, validator);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return validator;
}

function compiled(schema: Schema): ValidateFunction | string {
  const unreadable = 'its responseSchema cannot be read';
  if ('$async' in schema) return unreadable;
  const isDraft07 = typeof schema['$schema'] === 'string' && draft07.test(schema['$schema']);
  try {
    // One of its own, so that nothing of a schema stays behind when it goes.
    const ajv = isDraft07 ? new Ajv(options) : new Ajv2020(options);
    return ajv.compile(schema as AnySchema);
  } catch {
    return unreadable;
  }
}

/** Ajv's own words may hold a member's name or a value of the answer: these hold only what the schema says. */
function wordsOf(keyword = 'its schema', params: Record<string, unknown> = {}): string {
  if (keyword === 'type') return `must be ${[params['type']].flat().join(' or ')}`;
  if (keyword === 'required') return `must have ${String(params['missingProperty'])}`;
  return `does not fit ${keyword}`;
}
