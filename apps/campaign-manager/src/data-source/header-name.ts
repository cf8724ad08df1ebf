import { headerFault } from '@clarion/security';
import { Keeps } from '@clarion/service';

const maxLength = 255;

/** What is wrong with the name of a request's header; `undefined` where nothing is (B-32, B-66, B-67). */
export function headerNameFault(name: unknown): string | undefined {
  if (typeof name !== 'string' || name.length > maxLength) return `must be a text of at most ${maxLength} characters`;
  const fault = headerFault(name);
  return fault === undefined ? undefined : `names a header that ${fault}`;
}

/** The property is the name of a header that a request may have. */
export function IsHeaderName(): PropertyDecorator {
  return Keeps({
    name: 'isHeaderName',
    schema: { type: 'string', minLength: 1, maxLength },
    validate: (value) => headerNameFault(value) === undefined,
    message: (args) => `$property ${headerNameFault(args?.value)}`,
  });
}
