import { scopes } from '@clarion/contracts';
import { ValidateBy } from 'class-validator';

/** Whether a value is a list of scopes: one at least, each once. */
export function areScopes(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || new Set(value).size < value.length) return false;
  return value.every((scope) => typeof scope === 'string' && Object.hasOwn(scopes, scope));
}

/** The property is a list of scopes. */
export function AreScopes(): PropertyDecorator {
  return ValidateBy({
    name: 'areScopes',
    validator: {
      validate: areScopes,
      defaultMessage: () => `$property must be a list of these, each once: ${Object.keys(scopes).join(', ')}`,
    },
  });
}
