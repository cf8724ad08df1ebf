import { newTraceparent } from '@clarion/observability';
import { hashSecret } from '@clarion/security';
import type { Definition } from './definition.js';
import type { DefinitionChanges } from './definition-changes.js';

/** The key that an installation is born with, as its settings name it. */
export interface BootstrapKey {
  id: string;
  secret: string;
  sandbox: string;
}

/** Sees to it that the key is live with this secret, and publishes it only if it is not. */
export function ensureBootstrapKey(
  changes: DefinitionChanges,
  { id, secret, sandbox }: BootstrapKey,
): Promise<Definition<'api-key'>> {
  const body = { name: 'Bootstrap key', secretHash: hashSecret(secret) };
  return changes.ensureLive({ kind: 'api-key', sandbox, id }, body, { keyId: id, traceparent: newTraceparent() });
}
