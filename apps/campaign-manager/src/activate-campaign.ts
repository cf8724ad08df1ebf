import type { Campaign } from '@clarion/contracts';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Problem } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import type { CampaignDraft, Definition, DefinitionKey } from './definition.js';
import { DefinitionPublisher } from './definition-publisher.js';
import type { DefinitionsRepository } from './definitions.repository.js';
import { review, type ReviewedConfiguration } from './review.js';

/** Publishes a reviewed draft as the version that new executions run. Of several at once, one does it. */
@Injectable()
export class ActivateCampaign {
  constructor(
    private readonly publisher: DefinitionPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @returns the live campaign; `undefined` where the sandbox has none of this id.
   * @throws Problem `AlreadyLive`, `ReviewFailed`
   */
  async run(key: DefinitionKey<'campaign'>, traceparent: string): Promise<Definition<'campaign'> | undefined> {
    const activated = await this.publisher.publishNext(key, traceparent, async ({ state, body }, definitions) => {
      if (state === 'live') throw new Problem(409, 'AlreadyLive', 'The campaign is live already.');
      return reviewed(body, await configurationOf(key.sandbox, body.channelConfigurationId, definitions));
    });
    if (activated) {
      const { id: campaignId, version } = activated;
      this.logger.info({ campaignId, version, traceId: traceIdOf(traceparent) }, 'campaign activated');
    }
    return activated;
  }
}

async function configurationOf(
  sandbox: string,
  id: string,
  definitions: DefinitionsRepository,
): Promise<ReviewedConfiguration | undefined> {
  const found = await definitions.find({ kind: 'channel-configuration', sandbox, id });
  return found && { state: found.state, channel: found.body.channel, category: found.body.category };
}

function reviewed(draft: CampaignDraft, configuration: ReviewedConfiguration | undefined): Campaign {
  const result = review(draft, configuration);
  if ('campaign' in result) return result.campaign;
  const { faults } = result;
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  throw new Problem(422, 'ReviewFailed', `The campaign has ${count}; it stays a draft.`, { errors: faults });
}
