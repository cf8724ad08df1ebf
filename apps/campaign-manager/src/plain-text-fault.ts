import { isPlainText } from '@clarion/service';

/** What is wrong with a value that must be a text for people and headers; `undefined` where nothing is. */
export function plainTextFault(value: unknown, maxLength: number): string | undefined {
  if (typeof value === 'string' && value.length <= maxLength && value.trim() !== '' && isPlainText(value))
    return undefined;
  return `must be a text of at most ${maxLength} characters, not blank, without control characters`;
}
