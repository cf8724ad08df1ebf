import { isOfType, type ColumnType } from '@clarion/contracts';

/** A value of a row; an object only of a *json* column: it may be an array, or `RawJson`. */
export type Cell = string | number | boolean | object | null;

/** Each completes "must be …". */
const expected: Record<ColumnType, string> = {
  text: 'a text',
  integer: 'an integer',
  float: 'a number',
  boolean: 'true or false',
  date: 'a date (YYYY-MM-DD)',
  time: 'a time (HH:MM or HH:MM:SS)',
  'date-time': 'a date and time (RFC 3339)',
  json: 'any value',
};

/**
 * A value of an answer as its column takes it, or `undefined` where it is not of the column's type (`isOfType`). Null is of
 * every type. Postgres keeps no NUL and no half of a surrogate pair: in a text they become U+FFFD.
 */
export function columnValue(value: unknown, type: ColumnType): Cell | undefined {
  if (value === null) return null;
  if (!isOfType(value, type)) return undefined;
  if (typeof value === 'string') return keepable(value);
  return type === 'text' ? JSON.stringify(value) : value;
}

/** What a column takes; completes "must be …". */
export function expectedOf(type: ColumnType): string {
  return expected[type];
}

function keepable(text: string): string {
  return /[\0\p{Cs}]/u.test(text) ? text.replace(/[\0\p{Cs}]/gu, '\uFFFD') : text;
}
