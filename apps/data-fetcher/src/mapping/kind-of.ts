import { RawJson } from './raw-json.js';

/** What a value of an answer is, for a sentence that says why it does not fit: never the value itself. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof RawJson) return value.text.startsWith('[') ? 'an array' : 'an object';
  if (typeof value === 'number') return kindOfNumber(value);
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'string' ? 'a text' : 'an object';
}

function kindOfNumber(value: number): string {
  if (!Number.isFinite(value)) return 'a number that is too large';
  if (!Number.isInteger(value)) return 'a number that is not whole';
  return Number.isSafeInteger(value) ? 'a number' : 'a number that is not exact';
}
