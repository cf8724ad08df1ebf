import { isPlainText } from '@clarion/service';
import { ValidateBy } from 'class-validator';

const maxLength = 2_000;
const maxSegments = 10;

/** Whether a value is the JSON pointer (RFC 6901) of an array in an answer: empty, or of 10 segments at most (B-43). */
export function isArrayPath(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > maxLength || !isPlainText(value)) return false;
  return /^(\/([^~/]|~[01])*)*$/.test(value) && value.split('/').length - 1 <= maxSegments;
}

/** The property says where in an answer its array is. */
export function IsArrayPath(): PropertyDecorator {
  return ValidateBy({
    name: 'isArrayPath',
    validator: {
      validate: isArrayPath,
      defaultMessage: () =>
        `$property must be a JSON pointer of at most ${maxSegments} segments, such as /codeData/codes, or empty`,
    },
  });
}
