import { headerValueFault } from '@clarion/security';
import { Keeps } from '@clarion/service';
import { requestTemplateFault } from './request-template.js';

const maxLength = 8_000;

/** What is wrong with a template of a header's value; `undefined` where nothing is (B-68). It never shows the value. */
export function headerTemplateFault(value: unknown): string | undefined {
  const fault = requestTemplateFault(value, { kind: 'text', maxLength });
  if (fault !== undefined || typeof value !== 'string') return fault;
  const ofHeader = headerValueFault(value);
  return ofHeader === undefined ? undefined : `is of a header that ${ofHeader}`;
}

/** The property is a template of a header's value. */
export function IsHeaderTemplate(): PropertyDecorator {
  return Keeps({
    name: 'isHeaderTemplate',
    schema: { type: 'string', maxLength },
    validate: (value) => headerTemplateFault(value) === undefined,
    message: (args) => `$property ${headerTemplateFault(args?.value)}`,
  });
}
