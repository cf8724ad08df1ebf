import { newTraceparent } from '@clarion/observability';
import { hashSecret } from '@clarion/security';
import { sql, type Kysely } from 'kysely';
import type { DefinitionChanges } from '../definition-changes.js';
import { ensureSandbox } from '../sandboxes/ensure-sandbox.js';
import type { Tables } from '../tables.js';

/** The key that an installation is born with, as its settings name it. */
export interface BootstrapKey {
  id: string;
  secret: string;
  sandbox: string;
}

/**
 * Sees to it that the key has been live with this secret, with every scope and label, and that its sandbox is there. What
 * became of it since then counts: a key that was changed, rotated or revoked is not brought back. Another secret in the
 * settings makes it live anew, which is also the way back in for who has revoked all keys.
 * @throws Error when the id is taken in another sandbox.
 */
export async function ensureBootstrapKey(
  database: Kysely<Tables>,
  changes: DefinitionChanges,
  { id, secret, sandbox }: BootstrapKey,
): Promise<void> {
  const secretHash = hashSecret(secret);
  if (await wasPublished(database, { id, sandbox, secretHash })) return;
  const body = { name: 'Bootstrap key', secretHash };
  const origin = { keyId: id, traceparent: newTraceparent() };
  await ensureSandbox(database, sandbox, id);
  await changes.ensureLive({ kind: 'api-key', sandbox, heldLabels: 'every', id }, body, origin);
}

async function wasPublished(
  database: Kysely<Tables>,
  { id, sandbox, secretHash }: { id: string; sandbox: string; secretHash: string },
): Promise<boolean> {
  const { rows } = await sql`
    select from definition_versions join definitions using (kind, id)
    where kind = 'api-key' and id = ${id} and sandbox = ${sandbox}
      and definition_versions.body ->> 'secretHash' = ${secretHash}
    limit 1`.execute(database);
  return rows.length > 0;
}
