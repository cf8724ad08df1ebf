import type { Campaign } from '@clarion/contracts';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Problem } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import type { CampaignDraft, Definition, DefinitionKey } from './definition.js';
import { DefinitionPublisher } from './definition-publisher.js';
import type { DefinitionsRepository } from './definitions.repository.js';
import { review, type References } from './review.js';

/** Publishes a reviewed draft as the version that new executions run. Of several at once, one does it. */
@Injectable()
export class ActivateCampaign {
  constructor(
    private readonly publisher: DefinitionPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @returns the live campaign; `undefined` where the sandbox has none of this id.
   * @throws Problem `AlreadyLive`, `ReviewFailed`, `VersionTooLarge`
   */
  async run(key: DefinitionKey<'campaign'>, traceparent: string): Promise<Definition<'campaign'> | undefined> {
    const activated = await this.publisher.publishNext(key, traceparent, async ({ state, body }, definitions) => {
      if (state === 'live') throw new Problem(409, 'AlreadyLive', 'The campaign is live already.');
      return reviewed(body, await referencesOf(key, body, definitions));
    });
    if (activated) {
      const { id: campaignId, version } = activated;
      this.logger.info({ campaignId, version, traceId: traceIdOf(traceparent) }, 'campaign activated');
    }
    return activated;
  }
}

async function referencesOf(
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

function reviewed(draft: CampaignDraft, references: References): Campaign {
  const result = review(draft, references);
  if ('campaign' in result) return result.campaign;
  const { faults } = result;
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  throw new Problem(422, 'ReviewFailed', `The campaign has ${count}; it stays a draft.`, { errors: faults });
}
