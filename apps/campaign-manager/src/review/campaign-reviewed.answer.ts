import { Type, type Static } from '@sinclair/typebox';
import { oneOf } from '../answer-fields.js';
import { contextSchema } from '../campaign.answer.js';
import { findingKinds, type FindingCode } from './finding.js';

/** Something about a campaign that must, or should, be put right. */
const finding = Type.Object({
  severity: oneOf(['error', 'warning']),
  code: oneOf(Object.keys(findingKinds) as FindingCode[]),
  pointer: Type.String({ description: 'JSON pointer (RFC 6901), from the campaign on.' }),
  detail: Type.String(),
});

/** What is to be told of a draft. */
export const campaignReviewedAnswer = Type.Object(
  { findings: Type.Array(finding), contextSchema: Type.Optional(contextSchema) },
  { $id: 'CampaignReviewed' },
);

export type CampaignReviewed = Static<typeof campaignReviewedAnswer>;
