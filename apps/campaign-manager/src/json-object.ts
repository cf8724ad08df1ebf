import type { Fault } from './fault.js';

/** An object of JSON, whatever is in it. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One fault for each member that is none of the known: a typo must not pass. */
export function unknownMemberFaults(object: JsonObject, known: readonly string[], pointer: string): Fault[] {
  return Object.keys(object)
    .filter((member) => !known.includes(member))
    .map((member) => ({
      pointer: `${pointer}/${member.replace(/~/g, '~0').replace(/\//g, '~1')}`,
      detail: `property ${member} should not exist`,
    }));
}
