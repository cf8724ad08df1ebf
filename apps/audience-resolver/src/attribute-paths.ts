import { ValidateBy } from 'class-validator';
import { isAttributePath } from './attribute-path.js';

/** The property is a list of paths of profile attributes. */
export function AreAttributePaths(): PropertyDecorator {
  return ValidateBy({
    name: 'areAttributePaths',
    validator: {
      validate: (value: unknown) => Array.isArray(value) && value.every(isAttributePath),
      defaultMessage: () => '$property must be paths of profile attributes, such as homeAddress.city',
    },
  });
}
