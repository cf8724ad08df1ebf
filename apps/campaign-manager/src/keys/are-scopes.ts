import { scopes } from '@clarion/contracts';
import { Keeps } from '@clarion/service';

/** Whether a value is a list of scopes: one at least, each once. */
export function areScopes(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || new Set(value).size < value.length) return false;
  return value.every((scope) => typeof scope === 'string' && Object.hasOwn(scopes, scope));
}

/** The property is a list of scopes. */
export function AreScopes(): PropertyDecorator {
  return Keeps({
    name: 'areScopes',
    schema: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: Object.keys(scopes) },
    },
    validate: areScopes,
    message: `$property must be a list of these, each once: ${Object.keys(scopes).join(', ')}`,
  });
}
