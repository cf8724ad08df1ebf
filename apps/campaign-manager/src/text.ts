import { canBeStored, Keeps } from '@clarion/service';

/** The property is a text of at most so many characters that can be kept; it may have several lines. */
export function IsText({ maxLength }: { maxLength: number }): PropertyDecorator {
  return Keeps({
    name: 'isText',
    schema: { type: 'string', maxLength },
    validate: (value) => typeof value === 'string' && value.length <= maxLength && canBeStored(value),
    message: `$property must be a text of at most ${maxLength} characters without NUL characters`,
  });
}
