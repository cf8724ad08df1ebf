import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** A JSON Schema (2020-12) of the context that calls of a campaign bring. */
export type ContextSchema = Record<string, unknown>;

/** What is wrong with a context. It shows no value of it. */
export interface ContextFault {
  /** JSON pointer (RFC 6901) from the context on, of what is wrong or missing. */
  pointer: string;
  detail: string;
}

/** Says what is wrong with a context; nothing where it fits. */
export type ContextCheck = (context: unknown) => ContextFault[];

/** The formats that a schema may ask for (JSON Schema's own); their checks take linear time. */
export const contextFormats = ['date', 'time', 'date-time', 'email', 'uri', 'uuid'] as const;

const options = {
  // A keyword that there is not is a slip, and would be ignored otherwise.
  strict: false,
  strictSchema: true,
  ownProperties: true,
  logger: false,
} as const;

const ofSchemas = new Ajv2020(options);

/** Of larger contexts one fault is told: a small call must not make a large answer, nor take much memory. */
const largestToldBytes = 16 * 1024;

/**
 * Compiles a schema: that takes milliseconds, so it is to be kept. Only an object's own members count.
 * @returns a check that tells all faults of a context of up to 16 KB, and one of a larger.
 * @throws Error when it is no schema, or has a keyword or a format that there is not.
 */
export function contextCheck(schema: ContextSchema): ContextCheck {
  if (ofSchemas.validateSchema(schema) !== true) throw new Error(ofSchemas.errorsText());
  const validate = compiled(schema, false);
  let validateAll: ValidateFunction | undefined;
  return (context) => {
    if (validate(context)) return [];
    if (Buffer.byteLength(JSON.stringify(context)) > largestToldBytes) return faultsOf(validate);
    validateAll ??= compiled(schema, true);
    validateAll(context);
    return faultsOf(validateAll);
  };
}

function compiled(schema: ContextSchema, allErrors: boolean): ValidateFunction {
  // One of its own, so that nothing of a schema stays behind when it goes.
  const ajv = new Ajv2020({ ...options, allErrors, meta: false, validateSchema: false });
  formats.default(ajv, { mode: 'fast', formats: [...contextFormats] });
  return ajv.compile(schema);
}

function faultsOf({ errors }: ValidateFunction): ContextFault[] {
  return (errors ?? []).filter(isOwnFault).map(faultOf);
}

/** That a rule's consequence does not hold is said by the faults that it has. */
function isOwnFault({ keyword }: ErrorObject): boolean {
  return keyword !== 'if';
}

function faultOf({ keyword, instancePath, params, message = 'does not fit' }: ErrorObject): ContextFault {
  const named = params as { missingProperty?: string; additionalProperty?: string; type?: string | string[] };
  if (keyword === 'required') {
    return { pointer: `${instancePath}/${escaped(named.missingProperty)}`, detail: 'must be there' };
  }
  if (keyword === 'additionalProperties') {
    return { pointer: `${instancePath}/${escaped(named.additionalProperty)}`, detail: 'must not be there' };
  }
  if (keyword === 'type') return { pointer: instancePath, detail: `must be ${[named.type].flat().join(', ')}` };
  return { pointer: instancePath, detail: message };
}

function escaped(name = ''): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
