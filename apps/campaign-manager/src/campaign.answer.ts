import type { ContextSchema } from '@clarion/contracts';
import { Type, type Static } from '@sinclair/typebox';
import { count, jsonObject, nullable, oneOf, pageOf, written } from './answer-fields.js';
import { campaignMoves, campaignStatuses, draftReviews } from './campaign-life.js';
import { dataSourceUse } from './data-source-use.answer.js';

/** What a campaign says in one treatment and one language. */
export const variant = Type.Object({
  treatment: Type.String(),
  locale: Type.String({ description: 'BCP 47.' }),
  subject: Type.String(),
  html: Type.String(),
  text: Type.Optional(Type.String()),
});

/** What a context must fit: JSON Schema 2020-12. */
export const contextSchema = Type.Unsafe<ContextSchema>({
  type: 'object',
  additionalProperties: true,
  description: 'JSON Schema 2020-12.',
});

/** What a campaign's draft says that bears no id of what it names: the same in every sandbox. */
export const campaignContent = {
  name: Type.String(),
  description: Type.Optional(Type.String()),
  tags: Type.Optional(Type.Array(Type.String())),
  labels: Type.Optional(Type.Array(Type.String(), { description: 'Access labels.' })),
  metadata: Type.Optional(jsonObject),
  category: oneOf(['transactional', 'marketing']),
  highThroughputMode: Type.Optional(Type.Boolean()),
  channel: oneOf(['email']),
  identityNamespace: Type.String(),
  createNewProfiles: Type.Boolean(),
  schedule: Type.Optional(Type.Object({ startAt: Type.Optional(Type.String()), endAt: Type.Optional(Type.String()) })),
  throttleRatePerSec: Type.Optional(Type.Integer()),
  tracking: Type.Optional(Type.Object({ opens: Type.Optional(Type.Boolean()), clicks: Type.Optional(Type.Boolean()) })),
  enableWebhooks: Type.Optional(Type.Boolean()),
  content: Type.Array(variant),
  contextSchema: Type.Optional(contextSchema),
};

/** A campaign as the API shows it: its draft, and what became of the version that counts. */
export const campaignAnswer = Type.Object(
  {
    id: Type.String(),
    status: oneOf(campaignStatuses),
    review: oneOf(draftReviews, { description: 'How far the draft is on its way to be approved.' }),
    moves: Type.Array(oneOf(campaignMoves), { description: 'What may be done with it now.' }),
    ...campaignContent,
    channelConfigurationId: Type.String(),
    audienceId: Type.Optional(Type.String()),
    dataSources: Type.Optional(Type.Array(dataSourceUse)),
    version: nullable(count),
    hasUnpublishedChanges: Type.Boolean(),
    ...written,
  },
  { $id: 'Campaign' },
);

export type CampaignAnswer = Static<typeof campaignAnswer>;

export const campaignsAnswer = pageOf({ campaigns: Type.Array(campaignAnswer) }, 'Campaigns');
