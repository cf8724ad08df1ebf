import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Problem } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import type { Definition, DefinitionKey } from './definition.js';
import { DefinitionPublisher } from './definition-publisher.js';
import { referencesOf } from './review/references.js';
import { reviewed } from './review/reviewed.js';

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
