import type { CampaignDraft, DefinitionKey } from '../definition.js';
import type { DefinitionsRepository } from '../definitions.repository.js';
import type { References } from './review.js';

/** All that a draft names, as far as the sandbox has it. */
export async function referencesOf(
  { sandbox, id: campaignId }: DefinitionKey<'campaign'>,
  { channelConfigurationId, audienceId, dataSources = [] }: CampaignDraft,
  definitions: DefinitionsRepository,
): Promise<References> {
  const configuration = await definitions.find({ kind: 'channel-configuration', sandbox, id: channelConfigurationId });
  const audience =
    audienceId === undefined ? undefined : await definitions.find({ kind: 'audience', sandbox, id: audienceId });
  const ids = dataSources.map(({ dataSourceId }) => dataSourceId);
  const found = await definitions.findAll('data-source', sandbox, ids);
  const others = dataSources.flatMap(({ branchCampaignId }) => branchCampaignId ?? []);
  const campaigns = await definitions.findAll('campaign', sandbox, others);
  return {
    campaignId,
    campaigns: new Map(campaigns.map(({ id, body }) => [id, body])),
    configuration: configuration && { state: configuration.state, ...configuration.body },
    audience: audience?.body,
    dataSources: new Map(found.map(({ id, body }) => [id, body])),
  };
}
