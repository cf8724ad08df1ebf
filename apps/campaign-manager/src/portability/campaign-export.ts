import { Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { CampaignDraft, DefinitionKey, Reach } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { documentOf, sameNames, type Named } from './document-of.js';
import type { PortableDocument } from './portable-document.js';

/** Writes down the draft of a campaign with all that it names. */
@Injectable()
export class CampaignExport {
  constructor(private readonly definitions: DefinitionsRepository) {}

  /**
   * `undefined` where the sandbox has no such campaign.
   * @throws Problem `ReferenceNotFound`, `NameAmbiguous`, with pointers into the campaign.
   */
  async run(key: DefinitionKey<'campaign'>): Promise<PortableDocument | undefined> {
    const campaign = await this.definitions.find(key);
    if (!campaign) return undefined;
    const named = await this.namedBy(campaign.body, key);
    const document = documentOf(campaign.body, named);
    if ('missing' in document) {
      const detail = 'The campaign names what is not there.';
      throw new Problem(422, 'ReferenceNotFound', detail, { errors: document.missing });
    }
    const errors = sameNames(campaign.body, named);
    if (errors.length === 0) return document;
    throw new Problem(409, 'NameAmbiguous', 'Two of its data sources have one name: rename one.', { errors });
  }

  private async namedBy(draft: CampaignDraft, reach: Reach): Promise<Named> {
    const { channelConfigurationId, audienceId, dataSources: uses = [] } = draft;
    const branches = uses.flatMap(({ branchCampaignId }) => branchCampaignId ?? []);
    const ids = uses.map(({ dataSourceId }) => dataSourceId);
    const [configurations, audiences, dataSources, campaigns] = await Promise.all([
      this.definitions.findAll('channel-configuration', reach, [channelConfigurationId]),
      this.definitions.findAll('audience', reach, audienceId === undefined ? [] : [audienceId]),
      this.definitions.findAll('data-source', reach, ids),
      this.definitions.findAll('campaign', reach, branches),
    ]);
    return {
      channelConfiguration: configurations[0]?.body,
      audience: audiences[0]?.body,
      dataSources: new Map(dataSources.map(({ id, body }) => [id, body])),
      campaigns: new Map(campaigns.map(({ id, body }) => [id, body])),
    };
  }
}
