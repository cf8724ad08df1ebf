import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { events } from './catalogue.js';
import type { EventDefinition } from './event-definition.js';

const ajv = new Ajv({ allErrors: false });
formats.default(ajv, ['date-time', 'uuid']);

const validators = new Map<string, ValidateFunction>(
  Object.values(events).map((event) => [event.type, ajv.compile(event.schema)]),
);

/**
 * Says what is wrong with an event's data, with the JSON pointer of the first fault; `undefined` when it fits its
 * schema. Members that the schema does not name are accepted.
 */
export function faultOf(event: EventDefinition, data: unknown): string | undefined {
  const validate = validators.get(event.type);
  if (!validate) throw new Error(`The catalogue has no event ${event.type}`);
  if (validate(data)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'does not fit'}`.trim();
}
