import { Keeps } from '@clarion/service';
import { headerNameFault } from '../data-source/header-name.js';

/** What is wrong with the name of a webhook's own header; `undefined` where nothing is. Those that sign are ours. */
export function webhookHeaderNameFault(name: unknown): string | undefined {
  const fault = headerNameFault(name);
  if (fault !== undefined) return fault;
  return /^webhook-/i.test(String(name)) ? 'names a header that is reserved' : undefined;
}

/** The property is the name of a header that a webhook's calls may have. */
export function IsWebhookHeaderName(): PropertyDecorator {
  return Keeps({
    name: 'isWebhookHeaderName',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    validate: (value) => webhookHeaderNameFault(value) === undefined,
    message: (args) => `$property ${webhookHeaderNameFault(args?.value)}`,
  });
}
