import type { Campaign, Join } from '@clarion/contracts';
import type { AxiosInstance } from 'axios';
import { audience, campaignsOn, channelConfiguration, dataSource, liveCampaign } from './demo-definitions.js';
import { readDemoJson } from './demo-files.js';
import { demoAt, type DemoDataSource } from './match-day-definitions.js';
import { urlOf } from './programs.js';
import type { Settings } from './settings.js';

/** A campaign for all fans with one data source; the source's URL begins with `{playground}` in the file. */
export interface FanCampaign {
  campaign: Omit<Campaign, 'channelConfigurationId' | 'audience' | 'dataSources'>;
  alias: string;
  join: Join;
  dataSource: DemoDataSource;
}

/** The files of `demos/fan-campaigns`: with *Match day* the four uses that Adobe names (B-06). */
export const fanCampaigns = ['latest-offers', 'coupon', 'weather-by-region'] as const;

export function readFanCampaign(name: (typeof fanCampaigns)[number]): Promise<FanCampaign> {
  return readDemoJson<FanCampaign>(`fan-campaigns/${name}.json`);
}

/**
 * Publishes them for the audience of *Match day*, which must be there, and triggers none: they are for trying. Resolves with
 * their ids by name.
 */
export async function publishFanCampaigns(manager: AxiosInstance, settings: Settings): Promise<Record<string, string>> {
  const configuration = await readDemoJson<{ name: string }>('match-day/channel-configuration.json');
  const channelConfigurationId = await channelConfiguration(
    manager,
    configuration,
    settings.ports.PLAYGROUND_SMTP_PORT,
  );
  const audienceId = await audience(manager, await readDemoJson<{ name: string }>('match-day/audience.json'));
  const ids: [string, string][] = [];
  for (const name of fanCampaigns) {
    const { campaign, alias, join, dataSource: source } = await readFanCampaign(name);
    const dataSourceId = await dataSource(manager, demoAt(source, urlOf('playground', settings)));
    const found = await campaignsOn(manager, campaign.name, [dataSourceId]);
    const dataSources = [{ alias, dataSourceId, join }];
    const body = { ...campaign, channelConfigurationId, audienceId, dataSources };
    ids.push([campaign.name, await liveCampaign(manager, found, body)]);
  }
  return Object.fromEntries(ids);
}
