import type { Definition, ManagedKind } from '../definition.js';
import type { Change } from '../definition-changes.js';

/** What was done to a definition. */
export const auditActions = [
  'created',
  'changed',
  'activated',
  'published-for-proofs',
  'sent-to-review',
  'sent-back',
  'stopped',
  'archived',
  'revoked',
  'deleted',
] as const;

export type AuditAction = (typeof auditActions)[number];

/** What a change does to a definition. What has no draft of its own is created and changed by being published. */
export function auditActionOf(
  { version }: Pick<Definition, 'version'>,
  { draft, publish, publishForProofs, state }: Change<ManagedKind>,
): AuditAction {
  if (state === 'in-review') return 'sent-to-review';
  if (state === 'draft') return 'sent-back';
  if (state) return state;
  if (publishForProofs) return 'published-for-proofs';
  if (publish && !draft) return 'activated';
  return publish && version === null ? 'created' : 'changed';
}
