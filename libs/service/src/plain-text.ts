import { ValidateBy } from 'class-validator';

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
  return ValidateBy({
    name: 'isPlainText',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        value.length <= maxLength &&
        isPlainText(value) &&
        (mayBeBlank || value.trim() !== ''),
      defaultMessage: () =>
        `$property must be a text of at most ${maxLength} characters, ${mayBeBlank ? '' : 'not blank, '}without control characters`,
    },
  });
}
