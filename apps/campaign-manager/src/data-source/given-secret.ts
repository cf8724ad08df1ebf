import { headerValueFault } from '@clarion/security';
import { canBeStored, isPlainText, Keeps } from '@clarion/service';

/** What is read where a secret is: that there is one, and the `host:port` that it was given for. */
export interface ShownSecret {
  isSet: true;
  host: string;
}

/** A secret as it is sent to us: in clear, or what was read, which keeps the one that is there. */
export type GivenSecret = string | { isSet: true; host?: string };

const maxLength = 4_096;

/** What was read of a secret. */
const keptSecret = {
  type: 'object',
  required: ['isSet'],
  properties: { isSet: { const: true }, host: { type: 'string' } },
  additionalProperties: false,
};

/** Where a secret is used: that says which characters it may have. */
const fits = {
  header: (secret: string) => headerValueFault(secret) === undefined,
  basic: isPlainText,
  key: (secret: string) => canBeStored(secret),
};

/** Whether a value is a secret as it may be sent to us. */
export function isGivenSecret(value: unknown, use: keyof typeof fits): boolean {
  if (typeof value === 'string') return value !== '' && value.length <= maxLength && fits[use](value);
  if (typeof value !== 'object' || value === null) return false;
  const { isSet, host, ...more } = value as Record<string, unknown>;
  return isSet === true && (host === undefined || typeof host === 'string') && Object.keys(more).length === 0;
}

/** The property is a secret, or what was read of it. What is wrong with it is said without showing it. */
export function IsGivenSecret(use: keyof typeof fits): PropertyDecorator {
  return Keeps({
    name: 'isGivenSecret',
    schema: { anyOf: [{ type: 'string', minLength: 1, maxLength }, keptSecret] },
    validate: (value) => isGivenSecret(value, use),
    message: `$property must be a secret of 1 to ${maxLength} characters that can be sent, or {"isSet": true} to keep the one that is there`,
  });
}
