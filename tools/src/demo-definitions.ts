import type { AxiosInstance } from 'axios';
import type { DemoDataSource } from './match-day-definitions.js';

/** What the manager keeps by name and id, with its path. */
const paths = {
  campaigns: '/v1/campaigns',
  channelConfigurations: '/v1/channel-configurations',
  audiences: '/v1/audiences',
  dataSources: '/v1/data-sources',
};
type Collection = keyof typeof paths;

/** All that bear this name, the newest first. */
export async function named<Listed>(manager: AxiosInstance, collection: Collection, name: string): Promise<Listed[]> {
  const { data } = await manager.get<Record<string, Listed[]>>(paths[collection], { params: { name } });
  return data[collection] ?? [];
}

/** Resolves with its id. */
export async function create(manager: AxiosInstance, collection: Collection, body: object): Promise<string> {
  return (await manager.post<{ id: string }>(paths[collection], body)).data.id;
}

/** Finds the demo's channel configuration, or creates it. It follows the playground's port from start to start. */
export async function channelConfiguration(
  manager: AxiosInstance,
  demo: { name: string },
  port: number,
): Promise<string> {
  interface Configuration {
    id: string;
    provider: { port: number };
  }
  const body = { ...demo, provider: { type: 'smtp', host: '127.0.0.1', port } };
  const [existing] = await named<Configuration>(manager, 'channelConfigurations', demo.name);
  if (!existing) return create(manager, 'channelConfigurations', body);
  if (existing.provider.port !== port) await manager.put(`${paths.channelConfigurations}/${existing.id}`, body);
  return existing.id;
}

/** Finds the demo's audience, or creates it. */
export async function audience(manager: AxiosInstance, demo: { name: string }): Promise<string> {
  const [existing] = await named<{ id: string }>(manager, 'audiences', demo.name);
  return existing?.id ?? create(manager, 'audiences', demo);
}

/**
 * Finds the demo's data source, or creates it. Another URL is another data source: so it shows which campaigns ask the
 * playground where it is now.
 */
export async function dataSource(manager: AxiosInstance, demo: DemoDataSource): Promise<string> {
  const all = await named<{ id: string; request?: { url: string } }>(manager, 'dataSources', demo.name);
  const existing = all.find(({ request }) => request?.url === demo.request.url);
  return existing?.id ?? create(manager, 'dataSources', demo);
}

/** A campaign as the manager lists it. */
export interface ListedCampaign {
  id: string;
  status: string;
}

/** Makes a campaign live: the one of these that is already, else the first of them, else a new one. */
export async function liveCampaign(manager: AxiosInstance, found: ListedCampaign[], body: object): Promise<string> {
  const live = found.find(({ status }) => status === 'live');
  if (live) return live.id;
  const draft = found.find(({ status }) => status === 'draft');
  const id = draft?.id ?? (await create(manager, 'campaigns', body));
  await manager.post(`${paths.campaigns}/${id}/activate`);
  return id;
}

/** The campaigns of that name, of earlier starts, that use exactly these data sources. */
export async function campaignsOn(
  manager: AxiosInstance,
  name: string,
  dataSourceIds: string[],
): Promise<ListedCampaign[]> {
  type Listed = ListedCampaign & { dataSources?: { dataSourceId: string }[] };
  const all = await named<Listed>(manager, 'campaigns', name);
  const uses = ({ dataSources = [] }: Listed) => dataSources.map(({ dataSourceId }) => dataSourceId);
  return all.filter((campaign) => uses(campaign).join() === dataSourceIds.join());
}
