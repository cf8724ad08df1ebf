import { isInstant, Keeps } from '@clarion/service';

/** The property, where it is a moment, is still to come. */
export function IsToCome(): PropertyDecorator {
  return Keeps({
    name: 'isToCome',
    schema: {},
    validate: (value) => !isInstant(value) || Date.parse(value) > Date.now(),
    message: '$property must be still to come',
  });
}
