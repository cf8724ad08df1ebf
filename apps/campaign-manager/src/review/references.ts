import type { CampaignDraft, DefinitionKey } from '../definition.js';
import type { DefinitionsRepository } from '../definitions.repository.js';
import type { References } from './review.js';

/** All that a draft names, as far as it is there for whoever named the campaign so. */
export async function referencesOf(
  { sandbox, heldLabels, id: campaignId }: DefinitionKey<'campaign'>,
  { channelConfigurationId, audienceId, dataSources = [] }: CampaignDraft,
  definitions: DefinitionsRepository,
): Promise<References> {
  const reach = { sandbox, heldLabels };
  const configuration = await definitions.find({ kind: 'channel-configuration', ...reach, id: channelConfigurationId });
  const audience =
    audienceId === undefined ? undefined : await definitions.find({ kind: 'audience', ...reach, id: audienceId });
  const ids = dataSources.map(({ dataSourceId }) => dataSourceId);
  const found = await definitions.findAll('data-source', reach, ids);
  const others = dataSources.flatMap(({ branchCampaignId }) => branchCampaignId ?? []);
  const campaigns = await definitions.findAll('campaign', reach, others);
  return {
    campaignId,
    campaigns: new Map(campaigns.map(({ id, body }) => [id, body])),
    configuration: configuration && { state: configuration.state, ...configuration.body },
    audience: audience?.body,
    dataSources: new Map(found.map(({ id, body }) => [id, body])),
  };
}
