import type { ColumnType } from '@clarion/contracts';

/** A value of a row; an object only of a *json* column: it may be an array, or `RawJson`. */
export type Cell = string | number | boolean | object | null;

interface Type {
  /** Completes "must be …". */
  expected: string;
  /** `undefined` where the value is not of this type. */
  read: (value: unknown) => Cell | undefined;
}

const types: Record<ColumnType, Type> = {
  text: { expected: 'a text', read: textOf },
  integer: { expected: 'an integer', read: (value) => (Number.isSafeInteger(value) ? (value as number) : undefined) },
  float: { expected: 'a number', read: (value) => (Number.isFinite(value) ? (value as number) : undefined) },
  boolean: { expected: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined) },
  date: { expected: 'a date (YYYY-MM-DD)', read: textThat(isDate) },
  time: { expected: 'a time (HH:MM or HH:MM:SS)', read: textThat((text) => timePattern.test(text)) },
  'date-time': { expected: 'a date and time (RFC 3339)', read: textThat(isDateTime) },
  json: { expected: 'any value', read: jsonOf },
};

const timePattern = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const dateTimePattern = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * A value of an answer as its column takes it, or `undefined` where it is not of the column's type (B-44). Null is of
 * every type. A *text* also takes what has one spelling as a text: true, false, and numbers that are exact. Postgres
 * keeps no NUL and no half of a surrogate pair: in a text they become U+FFFD.
 */
export function columnValue(value: unknown, type: ColumnType): Cell | undefined {
  return value === null ? null : types[type].read(value);
}

/** What a column takes; completes "must be …". */
export function expectedOf(type: ColumnType): string {
  return types[type].expected;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return /[\0\p{Cs}]/u.test(value) ? value.replace(/[\0\p{Cs}]/gu, '\uFFFD') : value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  // A long id would be another one: JSON.parse has rounded it.
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

/** A number that JavaScript has no room for would become null. */
function jsonOf(value: unknown): Cell | undefined {
  if (typeof value === 'string') return textOf(value);
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : (value as Cell | undefined);
}

function textThat(fits: (text: string) => boolean): (value: unknown) => string | undefined {
  return (value) => (typeof value === 'string' && fits(value) ? value : undefined);
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day that the calendar has. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeapYear ? 29 : daysOfMonths[month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** RFC 3339 §5.6, without leap seconds: what reads these texts later knows none. */
function isDateTime(text: string): boolean {
  const [, date] = dateTimePattern.exec(text) ?? [];
  return date !== undefined && isDate(date);
}
