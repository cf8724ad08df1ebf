import { heldLabelsOf, isExpired, scopesOf } from '@clarion/service';
import { DefinitionView } from '../definition-view.js';
import { writtenOf } from '../representation.js';
import type { ShownApiKey } from './api-key.answer.js';

/** A key as the API shows it: nothing of its secrets. */
export const apiKeys = new DefinitionView({
  kind: 'api-key',
  noun: 'key',
  plural: 'apiKeys',
  notFound: 'ApiKeyNotFound',
  show: (key, now): ShownApiKey => {
    const { id, state, body } = key;
    const { name, expiresAt, executionsPerSecond, previous } = body;
    return {
      id,
      name,
      status: state === 'revoked' ? state : isExpired(body, now.getTime()) ? 'expired' : 'live',
      scopes: [...scopesOf(body)],
      labels: heldLabelsOf(body),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(executionsPerSecond !== undefined && { executionsPerSecond }),
      ...(previous && { previousSecretUntil: previous.until }),
      ...writtenOf(key),
    };
  },
});
