import { canBeStored } from '@clarion/service';
import { ValidateBy } from 'class-validator';

/** The property is a text of at most so many characters that can be kept; it may have several lines. */
export function IsText({ maxLength }: { maxLength: number }): PropertyDecorator {
  return ValidateBy({
    name: 'isText',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && value.length <= maxLength && canBeStored(value),
      defaultMessage: () => `$property must be a text of at most ${maxLength} characters without NUL characters`,
    },
  });
}
