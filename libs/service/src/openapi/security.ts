import { Type } from '@sinclair/typebox';
import type { Scope } from '@clarion/contracts';
import { neededBy, needsNoKey } from '../needs.js';
import type { Schema } from './component-schemas.js';
import { describedBy } from './described.js';

/** How callers show their key. */
export const securitySchemes = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'The key’s public id, beside `Authorization: Bearer`; alone, the key’s secret.',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The key’s secret, or a token that was issued for it by `POST /ims/token/v3`.',
  },
};

/** What a route's operation says of keys: which it needs, with which scope, and the sandbox that is named beside it. */
export function securityOf(handler: object): { security: object[]; parameters: Schema[] } {
  if (needsNoKey(handler)) return { security: [], parameters: [] };
  const scope = neededBy(handler) ?? undefined;
  const roles = scope === undefined ? [] : [scope];
  return {
    security: [{ apiKey: roles, bearer: roles }, { bearer: roles }, { apiKey: roles }],
    parameters: [sandboxParameter(scope)],
  };
}

function sandboxParameter(scope: Scope | undefined): Schema {
  const name = Type.String({ description: 'The sandbox of the key.' });
  return { name: 'x-sandbox-name', in: 'header', ...describedBy(scope === undefined ? Type.Optional(name) : name) };
}
