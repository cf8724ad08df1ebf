import type { AudienceAnswer } from './audience.answer.js';
import type { Written } from './answer-fields.js';
import type { CampaignAnswer } from './campaign.answer.js';
import { movesFrom, statusOf, type CampaignState } from './campaign-life.js';
import type { ChannelConfigurationAnswer } from './channel-configuration.answer.js';
import type { Definition } from './definition.js';
import { DefinitionView } from './definition-view.js';

/** A campaign as the API shows it: its draft, and what became of the version that counts. */
export const campaigns = new DefinitionView({
  kind: 'campaign',
  noun: 'campaign',
  plural: 'campaigns',
  notFound: 'CampaignNotFound',
  show: (campaign, now): CampaignAnswer => {
    const { id, body, version, hasUnpublishedChanges, review } = campaign;
    const status = campaignStatus(campaign, now);
    const stands = { status, review, moves: movesFrom(status, review) };
    return { id, ...stands, ...body, version, hasUnpublishedChanges, ...writtenOf(campaign) };
  },
});

/** An audience as the API shows it. */
export const audiences = new DefinitionView({
  kind: 'audience',
  noun: 'audience',
  plural: 'audiences',
  notFound: 'AudienceNotFound',
  show: (audience): AudienceAnswer => ({ id: audience.id, ...audience.body, ...writtenOf(audience) }),
});

/** A channel configuration as the API shows it. */
export const channelConfigurations = new DefinitionView({
  kind: 'channel-configuration',
  noun: 'channel configuration',
  plural: 'channelConfigurations',
  notFound: 'ChannelConfigurationNotFound',
  show: (configuration): ChannelConfigurationAnswer => {
    const { id, body, version } = configuration;
    return { id, ...body, version, ...writtenOf(configuration) };
  },
});

/** Campaigns are never revoked. */
export function campaignStatus({ state, review, schedule }: Definition<'campaign'>, now: Date) {
  return statusOf({ state: state as CampaignState, review, schedule }, now);
}

/** When and by which key it was written, first and last. */
export function writtenOf({ createdAt, createdBy, updatedAt, updatedBy }: Definition): Written {
  return { createdAt, createdBy, updatedAt, updatedBy };
}
