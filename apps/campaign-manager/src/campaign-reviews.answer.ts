import { Type, type Static } from '@sinclair/typebox';
import { moment, next } from './answer-fields.js';
import { reviewActions, type AuditAction } from './audit/audit-action.js';

const review = Type.Object({
  at: moment,
  by: Type.String({ description: 'The id of the key.' }),
  action: Type.Unsafe<AuditAction>({ type: 'string', enum: Object.values(reviewActions) }),
  comment: Type.Optional(Type.String()),
});

/** What was said on a campaign's draft, the newest first. */
export const campaignReviewsAnswer = Type.Object({ reviews: Type.Array(review), next }, { $id: 'CampaignReviews' });

export type CampaignReviewsAnswer = Static<typeof campaignReviewsAnswer>;
