import { ValidateBy } from 'class-validator';

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970 of a date and time with its offset from UTC (ISO 8601); `undefined` of what is none. */
export function momentOf(value: unknown): number | undefined {
  const moment = typeof value === 'string' && form.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** The property is a moment; with `isToCome`, one that is still to come. */
export function IsMoment({ isToCome = false } = {}): PropertyDecorator {
  return ValidateBy({
    name: 'isMoment',
    validator: {
      validate: (value: unknown) => (momentOf(value) ?? -Infinity) > (isToCome ? Date.now() : -Infinity),
      defaultMessage: () =>
        `$property must be a moment${isToCome ? ' that is still to come' : ''}, such as 2027-01-31T00:00:00Z`,
    },
  });
}
