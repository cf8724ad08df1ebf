import type { Campaign } from '@clarion/contracts';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Problem } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { requireAllowed } from './change-campaign.js';
import type { ChangingCall } from './current-call.js';
import type { CampaignDraft, Definition, DefinitionKey } from './definition.js';
import { DefinitionChanges } from './definition-changes.js';
import type { DefinitionsRepository } from './definitions.repository.js';
import { review, type References } from './review.js';

/** Publishes a reviewed draft as the version that new executions run. Of several at once, one does it. */
@Injectable()
export class ActivateCampaign {
  constructor(
    private readonly changes: DefinitionChanges,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @returns the live campaign; `undefined` where the sandbox has none of this id.
   * @throws Problem `MoveNotAllowed`, `PreconditionFailed`, `AlreadyLive`, `ReviewFailed`, `VersionTooLarge`
   */
  async run(key: DefinitionKey<'campaign'>, call: ChangingCall): Promise<Definition<'campaign'> | undefined> {
    const activated = await this.changes.change(key, call, async (current, definitions) => {
      requireAllowed(current, 'activate', call);
      const publish = reviewed(current.body, await referencesOf(key, current.body, definitions));
      if (current.version !== null) requireNews(publish, await definitions.versionOf(key, current.version));
      return { publish };
    });
    if (activated) {
      const { id: campaignId, version } = activated;
      this.logger.info({ campaignId, version, traceId: traceIdOf(call.traceparent) }, 'campaign activated');
    }
    return activated;
  }
}

/** The draft may be as it was while the audience or a data source that it names is not. */
function requireNews(next: Campaign, live: unknown): void {
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(next)), live)) return;
  throw new Problem(409, 'AlreadyLive', 'The campaign is live already, just as it would be published.');
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
  throw new Problem(422, 'ReviewFailed', `The campaign has ${count}; nothing is published.`, { errors: faults });
}
