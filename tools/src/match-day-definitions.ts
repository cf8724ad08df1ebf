import type { Campaign, DataSourceMapping, Variant } from '@clarion/contracts';
import { readDemo, readDemoJson } from './demo-files.js';

/** A data source of the demo; its URL begins with `{playground}` in the file. */
export interface DemoDataSource {
  name: string;
  request: { method: 'POST'; url: string; addCount?: boolean; inboundColumns?: { key: string; attribute: string }[] };
  mapping: DataSourceMapping;
}

/** What *Match day* needs besides its profiles, as the manager takes it. */
export interface MatchDayDefinitions {
  channelConfiguration: { name: string };
  audience: { name: string };
  lineUp: DemoDataSource;
  weather: DemoDataSource;
  campaign: Omit<Campaign, 'channelConfigurationId' | 'audience' | 'dataSources'>;
}

/** @param playground the URL of the playground, which the data sources ask */
export async function matchDayDefinitions(playground: string): Promise<MatchDayDefinitions> {
  const [channelConfiguration, audience, lineUp, weather, campaign] = await Promise.all([
    readDemoJson<{ name: string }>('match-day/channel-configuration.json'),
    readDemoJson<{ name: string }>('match-day/audience.json'),
    dataSource('line-up', playground),
    dataSource('weather', playground),
    matchDayCampaign(),
  ]);
  return { channelConfiguration, audience, lineUp, weather, campaign };
}

async function dataSource(file: string, playground: string): Promise<DemoDataSource> {
  return demoAt(await readDemoJson<DemoDataSource>(`match-day/${file}.json`), playground);
}

/** The data source, asking the playground where it is. */
export function demoAt(source: DemoDataSource, playground: string): DemoDataSource {
  const url = source.request.url.replace('{playground}', playground);
  return { ...source, request: { ...source.request, url } };
}

/** Subjects stand in `campaign.json`, html and text of each language in files of their own. */
async function matchDayCampaign(): Promise<MatchDayDefinitions['campaign']> {
  const campaign = await readDemoJson<MatchDayDefinitions['campaign']>('match-day/campaign.json');
  return { ...campaign, content: await Promise.all(campaign.content.map(withBodies)) };
}

async function withBodies(variant: Variant): Promise<Variant> {
  const [html, text] = await Promise.all(
    ['html', 'txt'].map((ending) => readDemo(`match-day/${variant.locale}.${ending}`)),
  );
  return { ...variant, html: html ?? '', text: text ?? '' };
}
