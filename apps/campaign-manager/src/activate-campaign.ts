import type { Campaign } from '@clarion/contracts';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Problem } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { requireApproved } from './approval.js';
import { requireAllowed } from './change-campaign.js';
import type { ChangingCall } from './current-call.js';
import type { Definition, DefinitionKey } from './definition.js';
import { DefinitionChanges } from './definition-changes.js';
import { referencesOf } from './review/references.js';
import { reviewed } from './review/reviewed.js';

/** Publishes a reviewed draft as the version that new executions run. Of several at once, one does it. */
@Injectable()
export class ActivateCampaign {
  constructor(
    private readonly changes: DefinitionChanges,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @returns the live campaign; `undefined` where the sandbox has none of this id.
   * @throws Problem `MoveNotAllowed`, `PreconditionFailed`, `AlreadyLive`, `ApprovalMissing`, `ApprovalOutdated`,
   *   `ReviewFailed`, `VersionTooLarge`
   */
  async run(key: DefinitionKey<'campaign'>, call: ChangingCall): Promise<Definition<'campaign'> | undefined> {
    const activated = await this.changes.change(key, call, async (current, definitions) => {
      requireAllowed(current, 'activate', call);
      const publish = reviewed(current.body, await referencesOf(key, current.body, definitions));
      if (current.version !== null) requireNews(publish, await definitions.versionOf(key, current.version));
      requireApproved(current, publish);
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
