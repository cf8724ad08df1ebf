import { literalPrefix } from '@clarion/personalization';
import { Keeps } from '@clarion/service';
import { isHttpUrl } from '../http-url.js';
import { requestTemplateFault } from './request-template.js';

const maxLength = 2_000;

/**
 * What is wrong with the URL of a request; `undefined` where nothing is. Where it leads must stand in it: scheme, host and
 * port hold no template, for secrets are kept for them.
 */
export function requestUrlFault(url: unknown): string | undefined {
  const rule = `must be an https or http URL of at most ${maxLength} characters, without credentials`;
  if (typeof url !== 'string' || url.length > maxLength) return rule;
  const prefix = literalPrefix(url);
  if (prefix !== url && !/^[^:/]+:\/\/[^/?#]+[/?#]/.test(prefix)) {
    const fault = requestTemplateFault(url, { kind: 'url', maxLength });
    return fault ?? 'must begin with its scheme and its host as they are, without a template in them';
  }
  return isHttpUrl(prefix) ? requestTemplateFault(url, { kind: 'url', maxLength }) : rule;
}

/** The property is the URL of a request, a template from its path on. */
export function IsRequestUrl(): PropertyDecorator {
  return Keeps({
    name: 'isRequestUrl',
    schema: { type: 'string', maxLength },
    validate: (value) => requestUrlFault(value) === undefined,
    message: (args) => `$property ${requestUrlFault(args?.value)}`,
  });
}
