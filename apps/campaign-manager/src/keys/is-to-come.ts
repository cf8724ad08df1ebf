import { ValidateBy } from 'class-validator';
import { isInstant } from '@clarion/service';

/** The property, where it is a moment, is still to come. */
export function IsToCome(): PropertyDecorator {
  return ValidateBy({
    name: 'isToCome',
    validator: {
      validate: (value: unknown) => !isInstant(value) || Date.parse(value) > Date.now(),
      defaultMessage: () => '$property must be still to come',
    },
  });
}
