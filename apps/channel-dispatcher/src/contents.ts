import { Definitions } from '@clarion/definitions';
import { Injectable } from '@nestjs/common';
import type { Content, Failed } from './delivery.js';

/** Looks up what a chunk says: its campaign's version, and the channel configuration as it is now. */
@Injectable()
export class Contents {
  constructor(private readonly definitions: Definitions) {}

  /**
   * The content, or why none of the chunk's deliveries can be sent.
   * @throws ServiceUnavailable when it is not here and the manager does not answer.
   */
  async of({
    campaignId,
    campaignVersion,
  }: {
    campaignId: string;
    campaignVersion: number;
  }): Promise<Content | Failed> {
    const campaign = await this.definitions.version('campaign', campaignId, campaignVersion);
    if (!campaign) return failed('CampaignVersionNotFound', `${campaignId}, version ${campaignVersion}`);
    const configuration = await this.definitions.active('channel-configuration', campaign.channelConfigurationId);
    if (configuration?.state === 'live') return { campaign, configuration: configuration.body };
    return failed('ChannelConfigurationNotFound', campaign.channelConfigurationId);
  }
}

function failed(reason: Failed['reason'], detail: string): Failed {
  return { state: 'failed', reason, detail };
}
