import { literalPrefix } from '@clarion/personalization';
import { Keeps } from '@clarion/service';
import { requestTemplateFault } from './request-template.js';

const maxLength = 262_144;

/** What is wrong with the body of a request; `undefined` where nothing is. One without a template must be JSON already. */
export function requestBodyFault(body: unknown): string | undefined {
  const fault = requestTemplateFault(body, { kind: 'json', maxLength });
  if (fault !== undefined || typeof body !== 'string') return fault;
  return literalPrefix(body) === body && !isJson(body) ? 'must be JSON' : undefined;
}

/** The property is the body of a request: a template of JSON. */
export function IsRequestBody(): PropertyDecorator {
  return Keeps({
    name: 'isRequestBody',
    schema: { type: 'string', maxLength },
    validate: (value) => requestBodyFault(value) === undefined,
    message: (args) => `$property ${requestBodyFault(args?.value)}`,
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
