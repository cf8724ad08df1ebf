import type { Definition, ManagedKind } from '../definition.js';
import type { Change } from '../definition-changes.js';
import type { ReviewStep } from '../review-step.js';

/** What was done to a definition. */
export const auditActions = [
  'created',
  'changed',
  'activated',
  'published-for-proofs',
  'sent-to-review',
  'withdrawn',
  'sent-back',
  'approved',
  'stopped',
  'archived',
  'revoked',
  'deleted',
] as const;

export type AuditAction = (typeof auditActions)[number];

/** What the steps of a review are called in the log. */
export const reviewActions = {
  'request-review': 'sent-to-review',
  withdraw: 'withdrawn',
  'send-back': 'sent-back',
  approve: 'approved',
} as const satisfies Record<ReviewStep['move'], AuditAction>;

/** What a change does to a definition. What has no draft of its own is created and changed by being published. */
export function auditActionOf(
  { version }: Pick<Definition, 'version'>,
  { draft, publish, publishForProofs, state, review }: Change<ManagedKind>,
): AuditAction {
  if (review) return reviewActions[review.move];
  if (state) return state;
  if (publishForProofs) return 'published-for-proofs';
  if (publish && !draft) return 'activated';
  return publish && version === null ? 'created' : 'changed';
}
