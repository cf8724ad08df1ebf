import { heldLabelsOf, isExpired, scopesOf } from '@clarion/service';
import { DefinitionView } from '../definition-view.js';
import { writtenOf } from '../representation.js';

/** A key as the API shows it: nothing of its secrets. */
export const apiKeys = new DefinitionView({
  kind: 'api-key',
  noun: 'key',
  plural: 'apiKeys',
  notFound: 'ApiKeyNotFound',
  show: (key, now) => {
    const { id, state, body } = key;
    const { name, expiresAt, executionsPerSecond, previous } = body;
    return {
      id,
      name,
      status: state === 'live' && isExpired(body, now.getTime()) ? 'expired' : state,
      scopes: scopesOf(body),
      labels: heldLabelsOf(body),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(executionsPerSecond !== undefined && { executionsPerSecond }),
      ...(previous && { previousSecretUntil: previous.until }),
      ...writtenOf(key),
    };
  },
});
