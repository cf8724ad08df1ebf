import type { ColumnType } from './data-source.js';

const timePattern = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const dateTimePattern = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

const types: Record<ColumnType, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string' || typeof value === 'boolean' || isExactNumber(value),
  integer: Number.isSafeInteger,
  float: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && isDate(value),
  time: (value) => typeof value === 'string' && timePattern.test(value),
  'date-time': (value) => typeof value === 'string' && isDateTime(value),
  json: (value) => value !== undefined && (typeof value !== 'number' || Number.isFinite(value)),
};

/**
 * Whether a value that is not null is of a column's type (B-44). A *text* also takes what has one spelling as a text: true,
 * false, and numbers that are exact. A *json* takes all that JSON can say.
 */
export function isOfType(value: unknown, type: ColumnType): boolean {
  return types[type](value);
}

/** A whole number above 2^53 is not the one that was written: JSON.parse has rounded it. */
function isExactNumber(value: unknown): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
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
