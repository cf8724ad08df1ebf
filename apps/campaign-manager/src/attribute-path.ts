import { isPlainText, Keeps } from '@clarion/service';

const maxLength = 320;
const maxNames = 10;

/** What a path of a profile attribute is, for people. */
export const attributePathRule = `must be the path of a profile attribute, such as homeAddress.city: 1 to ${maxNames} names with dots between, at most ${maxLength} characters`;

/** Whether a value is the path of a profile attribute, such as `homeAddress.city`. */
export function isAttributePath(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > maxLength || !isPlainText(value)) return false;
  const names = value.split('.');
  return names.length <= maxNames && names.every((name) => name.trim() !== '');
}

/** The property is the path of a profile attribute. */
export function IsAttributePath(): PropertyDecorator {
  return Keeps({
    name: 'isAttributePath',
    schema: { type: 'string', minLength: 1, maxLength },
    validate: isAttributePath,
    message: `$property ${attributePathRule}`,
  });
}
