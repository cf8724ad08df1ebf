import { isPlainText, Keeps } from '@clarion/service';

const maxLength = 2_000;

/** Whether a value is a whole http or https URL without credentials, which would be shown to everyone who reads it. */
export function isHttpUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > maxLength) return false;
  if (!isPlainText(value) || !/^https?:\/\/[^\s\\]+$/i.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

/** The property is an http or https URL. */
export function IsHttpUrl(): PropertyDecorator {
  return Keeps({
    name: 'isHttpUrl',
    schema: { type: 'string', format: 'uri', maxLength },
    validate: isHttpUrl,
    message: `$property must be an https or http URL of at most ${maxLength} characters, without credentials`,
  });
}
