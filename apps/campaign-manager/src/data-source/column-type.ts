import type { ColumnType } from '@clarion/contracts';

const timePattern = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const dateTimePattern = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** Whether a value that is not null is of a column's type, as the data-fetcher takes it. */
export const isOfType: Record<ColumnType, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string' || typeof value === 'boolean' || isExactNumber(value),
  integer: Number.isSafeInteger,
  float: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && isDate(value),
  time: (value) => typeof value === 'string' && timePattern.test(value),
  'date-time': (value) => typeof value === 'string' && isDateTime(value),
  json: () => true,
};

/** A whole number above 2^53 is not the one that was written. */
function isExactNumber(value: unknown): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** A day that the calendar has. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** RFC 3339 §5.6, without leap seconds. */
function isDateTime(text: string): boolean {
  const [, date] = dateTimePattern.exec(text) ?? [];
  return date !== undefined && isDate(date);
}
