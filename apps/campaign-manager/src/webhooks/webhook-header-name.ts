import { ValidateBy } from 'class-validator';
import { headerNameFault } from '../data-source/header-name.js';

/** What is wrong with the name of a webhook's own header; `undefined` where nothing is. Those that sign are ours. */
export function webhookHeaderNameFault(name: unknown): string | undefined {
  const fault = headerNameFault(name);
  if (fault !== undefined) return fault;
  return /^webhook-/i.test(String(name)) ? 'names a header that is reserved' : undefined;
}

/** The property is the name of a header that a webhook's calls may have. */
export function IsWebhookHeaderName(): PropertyDecorator {
  return ValidateBy({
    name: 'isWebhookHeaderName',
    validator: {
      validate: (value: unknown) => webhookHeaderNameFault(value) === undefined,
      defaultMessage: (args) => `$property ${webhookHeaderNameFault(args?.value)}`,
    },
  });
}
