import { isPlainText, Keeps } from '@clarion/service';

const maxLength = 2_000;
const pointer = /^(\/([^~/]|~[01])*)*$/;

/** How long a pointer may be. */
export interface PointerBounds {
  maxSegments: number;
  /** Whether it may be that of the whole. */
  mayBeEmpty: boolean;
}

/** Whether a value is a JSON pointer (RFC 6901) of so many segments at most. */
export function isJsonPointer(value: unknown, { maxSegments, mayBeEmpty }: PointerBounds): value is string {
  if (typeof value !== 'string' || value.length > maxLength || !isPlainText(value)) return false;
  if (value === '') return mayBeEmpty;
  return pointer.test(value) && value.split('/').length - 1 <= maxSegments;
}

/** The property is a JSON pointer. */
export function IsJsonPointer(bounds: PointerBounds): PropertyDecorator {
  return Keeps({
    name: 'isJsonPointer',
    schema: { type: 'string', maxLength, pattern: pointer.source, ...(!bounds.mayBeEmpty && { minLength: 1 }) },
    validate: (value) => isJsonPointer(value, bounds),
    message: `$property must be a JSON pointer of at most ${bounds.maxSegments} segments, such as /codeData/codes${bounds.mayBeEmpty ? ', or empty' : ''}`,
  });
}
