import { isExpired, scopesOf } from '@clarion/service';
import type { Definition } from '../definition.js';

/** A key as the API shows it: nothing of its secrets. */
export function shownApiKey({ id, state, body, createdAt, updatedAt }: Definition<'api-key'>, lastUsedAt?: Date) {
  const { name, expiresAt, previous } = body;
  return {
    id,
    name,
    status: state === 'live' && isExpired(body, Date.now()) ? 'expired' : state,
    scopes: scopesOf(body),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(previous && { previousSecretUntil: previous.until }),
    lastUsedAt: lastUsedAt ?? null,
    createdAt,
    updatedAt,
  };
}
