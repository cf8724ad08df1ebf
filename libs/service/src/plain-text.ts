import { Keeps } from './rule.js';

/**
 * Whether a text may stand in a mail's header and in Postgres: without control characters (a line break would begin
 * another header), and well-formed.
 */
export function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** The property is a text without control characters of at most so many, and not blank unless `mayBeBlank`. */
export function IsPlainText(limits: { maxLength: number; mayBeBlank?: boolean }): PropertyDecorator {
  const { maxLength, mayBeBlank = false } = limits;
  return Keeps({
    name: 'isPlainText',
    schema: plainTextSchema(limits),
    validate: (value) =>
      typeof value === 'string' &&
      value.length <= maxLength &&
      isPlainText(value) &&
      (mayBeBlank || value.trim() !== ''),
    message: `$property must be a text of at most ${maxLength} characters, ${mayBeBlank ? '' : 'not blank, '}without control characters`,
  });
}

/** The same as JSON Schema says it. */
export function plainTextSchema({
  maxLength,
  mayBeBlank = false,
}: {
  maxLength: number;
  mayBeBlank?: boolean;
}): Record<string, unknown> {
  const within = '[^\\p{Cc}\\p{Cs}]*';
  if (mayBeBlank) return { type: 'string', maxLength, pattern: `^${within}$` };
  return { type: 'string', minLength: 1, maxLength, pattern: `^${within}[^\\p{Cc}\\p{Cs}\\s]${within}$` };
}
