import { ValidateIf } from 'class-validator';

/** The property is checked only when it is there. `null` is there: events have no place for it. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
