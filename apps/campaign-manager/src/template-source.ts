import { canBeStored, Keeps } from '@clarion/service';

/** The property is a text that can be kept: any, with neither NUL nor half a surrogate pair in it. */
export function IsTemplateSource(): PropertyDecorator {
  return Keeps({
    name: 'isTemplateSource',
    schema: { type: 'string' },
    validate: (value) => typeof value === 'string' && canBeStored(value),
    message: '$property must be a text without NUL characters',
  });
}
