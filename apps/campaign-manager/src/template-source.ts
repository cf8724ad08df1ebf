import { canBeStored } from '@clarion/service';
import { ValidateBy } from 'class-validator';

/** The property is a text that can be kept: any, with neither NUL nor half a surrogate pair in it. */
export function IsTemplateSource(): PropertyDecorator {
  return ValidateBy({
    name: 'isTemplateSource',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && canBeStored(value),
      defaultMessage: () => '$property must be a text without NUL characters',
    },
  });
}
