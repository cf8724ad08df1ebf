import type { CampaignDraft, DataSourceUse } from '../definition.js';
import type { PortableCampaign, PortableUse } from './portable-document.js';

/** The ids, in one sandbox, of what a document names. */
export interface NamedIds {
  channelConfigurationId: string;
  audienceId: string | undefined;
  /** By name. */
  dataSourceIds: ReadonlyMap<string, string>;
  /** By name: those that it branches to. */
  branchCampaignIds: ReadonlyMap<string, string>;
}

/** The draft that a campaign of a document is in a sandbox. All that it names must have an id. */
export function campaignDraftOf({ dataSources, ...rest }: PortableCampaign, ids: NamedIds): CampaignDraft {
  const { channelConfigurationId, audienceId } = ids;
  return {
    ...rest,
    channelConfigurationId,
    ...(audienceId !== undefined && { audienceId }),
    ...(dataSources && { dataSources: dataSources.map((use) => useOf(use, ids)) }),
  };
}

function useOf({ dataSource, branchCampaign, ...rest }: PortableUse, ids: NamedIds): DataSourceUse {
  return {
    ...rest,
    dataSourceId: idOf(dataSource, ids.dataSourceIds),
    ...(branchCampaign !== undefined && { branchCampaignId: idOf(branchCampaign, ids.branchCampaignIds) }),
  };
}

function idOf(name: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`Nobody has found an id for ${name}`);
  return id;
}
