import { ValidateIf } from 'class-validator';

/** The property is checked only where it is given. Unlike class-validator's `IsOptional`, null is a value. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
