import { scopes, type Scope } from '@clarion/contracts';
import type { HeldLabels } from '@clarion/service';
import { Type, type Static, type TObject } from '@sinclair/typebox';
import { moment, nullable, oneOf, pageOf, written } from '../answer-fields.js';

/** A key without its use. */
const apiKey = {
  id: Type.String({ description: 'What callers send as `x-api-key`.' }),
  name: Type.String(),
  status: oneOf(['live', 'expired', 'revoked']),
  scopes: Type.Array(oneOf(Object.keys(scopes) as Scope[])),
  labels: Type.Unsafe<HeldLabels>({
    anyOf: [{ type: 'array', items: { type: 'string' } }, { const: 'every' }],
    description: 'The access labels that it holds; `every`: also those that nobody has thought of yet.',
  }),
  expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
  executionsPerSecond: Type.Optional(Type.Integer({ minimum: 1 })),
  previousSecretUntil: Type.Optional(Type.String({ format: 'date-time' })),
  ...written,
};

const secret = Type.String({ description: 'Nowhere but in this answer.' });

/** A key as it is shown, but for when it was used last. */
export type ShownApiKey = Static<TObject<typeof apiKey>>;

/** A key as it was just made with a sandbox, with its secret. */
export const firstKey = Type.Object({ ...apiKey, secret });

const lastUsedAt = nullable(moment);

/** A key as the API shows it: nothing of its secrets. */
export const apiKeyAnswer = Type.Object({ ...apiKey, lastUsedAt }, { $id: 'ApiKey' });

export type ApiKeyAnswer = Static<typeof apiKeyAnswer>;

/** A key with a secret that was just made. */
export const issuedApiKeyAnswer = Type.Object({ ...apiKey, lastUsedAt, secret }, { $id: 'IssuedApiKey' });

export type IssuedApiKeyAnswer = Static<typeof issuedApiKeyAnswer>;

export const apiKeysAnswer = pageOf({ apiKeys: Type.Array(apiKeyAnswer) }, 'ApiKeys');

export type ApiKeysAnswer = Static<typeof apiKeysAnswer>;
