import type { AxiosInstance } from 'axios';
import { randomUUID } from 'node:crypto';
import { audience, campaignsOn, channelConfiguration, dataSource, liveCampaign } from './demo-definitions.js';
import { fanProfiles } from './fans.js';
import { followRun, type Counts } from './funnel.js';
import { matchDayDefinitions } from './match-day-definitions.js';
import { urlOf } from './programs.js';
import type { Settings } from './settings.js';

/** The demo's name is its campaign's. */
export const matchDay = 'Match day';

/**
 * Hands in the fans and publishes the campaign, or finds it from an earlier start. A live version carries the requests
 * of its data sources whole: when the playground's port is another by now, data sources and campaign are made anew.
 * Resolves with the campaign's id.
 */
export async function publishMatchDay(manager: AxiosInstance, settings: Settings): Promise<string> {
  const demo = await matchDayDefinitions(urlOf('playground', settings));
  const smtpPort = settings.ports.PLAYGROUND_SMTP_PORT;
  await manager.post('/v1/profiles', { profiles: await fanProfiles() });
  const [channelConfigurationId, audienceId, lineUpId, weatherId] = await Promise.all([
    channelConfiguration(manager, demo.channelConfiguration, smtpPort),
    audience(manager, demo.audience),
    dataSource(manager, demo.lineUp),
    dataSource(manager, demo.weather),
  ]);
  const dataSources = [
    { alias: 'lineup', dataSourceId: lineUpId, join: { kind: 'all' } },
    {
      alias: 'weather',
      dataSourceId: weatherId,
      join: { kind: 'match', column: 'region', attribute: 'homeAddress.city' },
    },
  ];
  const found = await campaignsOn(manager, matchDay, [lineUpId, weatherId]);
  return liveCampaign(manager, found, { ...demo.campaign, channelConfigurationId, audienceId, dataSources });
}

/**
 * Triggers it once and follows the run to its end.
 *
 * @param show takes the counts as they move
 * @throws LocalServerError when the run fails, or is skipped
 */
export async function runMatchDay(
  gateway: AxiosInstance,
  campaignId: string,
  show: (counts: Counts) => void,
  signal: AbortSignal,
): Promise<Counts> {
  const call = audienceCall(randomUUID(), campaignId);
  const { data } = await gateway.post<{ executionId: string }>('/ajo/im/executions/audience', call);
  return followRun(gateway, data.executionId, show, signal);
}

/** The body of a call that triggers it. */
export function audienceCall(requestId: string, campaignId: string): object {
  return { requestId, campaignId };
}
