import type { Campaign, CampaignDataSource } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import type { Failure } from './failure.js';
import type { Fetch } from './fetch.js';

/** A data source as an execution's campaign has it. */
export interface Source extends CampaignDataSource {
  campaign: Pick<Campaign, 'name' | 'category'>;
}

/** Which data sources fetches are about. */
export class Sources {
  constructor(private readonly definitions: Definitions) {}

  /** @throws ServiceUnavailable */
  async of({ alias, execution }: Fetch): Promise<Source | Failure> {
    const { campaignId, campaignVersion } = execution;
    const campaign = await this.definitions.version('campaign', campaignId, campaignVersion);
    const source = campaign?.dataSources?.find((each) => each.alias === alias);
    if (campaign && source) return { ...source, campaign };
    const detail = `Campaign ${campaignId} has no version ${campaignVersion} with the data source ${alias}.`;
    return { reason: 'CampaignVersionNotFound', detail };
  }
}
