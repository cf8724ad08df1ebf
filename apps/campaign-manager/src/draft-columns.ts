import { sql } from 'kysely';
import type { ManagedKind } from './definition.js';
import type { ReviewStep } from './review-step.js';

/** What a change does that the review of a campaign's draft depends on. */
export interface DraftChange {
  isWritten: boolean;
  isPublished: boolean;
  isEnded: boolean;
  review: ReviewStep | undefined;
}

const unreviewed = { review: 'none', approved_hash: null } as const;

/**
 * What becomes of the draft's review: whatever is written, published or ended is approved no more. Whoever writes is an
 * author until it is approved and then changed or published; an approval that is taken back forgets nobody.
 */
export function draftColumns(kind: ManagedKind, { isWritten, isPublished, isEnded, review }: DraftChange, by: string) {
  if (kind !== 'campaign') return {};
  if (isWritten) {
    const authors = sql<string[]>`case when review = 'approved' then array[${by}::text]
      else array(select distinct unnest(draft_authors || ${by}::text)) end`;
    return { ...unreviewed, draft_authors: authors };
  }
  if (isPublished) {
    return {
      ...unreviewed,
      draft_authors: sql<string[]>`case when review = 'approved' then '{}' else draft_authors end`,
    };
  }
  if (isEnded) return unreviewed;
  if (!review) return {};
  if (review.move === 'approve') return { review: 'approved', approved_hash: review.approvedHash } as const;
  return { ...unreviewed, ...(review.move === 'request-review' && { review: 'requested' as const }) };
}
