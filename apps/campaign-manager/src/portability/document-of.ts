import type { ChannelConfiguration } from '@clarion/contracts';
import type { DataSourceBody } from '../data-source/data-source.body.js';
import { shownDraft } from '../data-source/shown-data-source.js';
import type { AudienceDraft, CampaignDraft, DataSourceDraft, DataSourceUse } from '../definition.js';
import type { Fault } from '../fault.js';
import { formatVersion, type PortableCampaign, type PortableDocument, type PortableUse } from './portable-document.js';
import { without } from './without.js';

/** What a draft names, as far as its sandbox has it. */
export interface Named {
  channelConfiguration: ChannelConfiguration | undefined;
  audience: AudienceDraft | undefined;
  /** By their ids. */
  dataSources: ReadonlyMap<string, DataSourceDraft>;
  /** By their ids: those that it branches to. */
  campaigns: ReadonlyMap<string, { name: string }>;
}

/** The document of a draft; or, with pointers into the draft, what it names that is not there. */
export function documentOf(draft: CampaignDraft, named: Named): PortableDocument | { missing: Fault[] } {
  const { channelConfiguration, audience } = named;
  const missing = missingOf(draft, named);
  if (missing.length > 0 || !channelConfiguration) return { missing };
  return {
    clarion: formatVersion,
    campaign: portableCampaign(draft, named),
    ...(audience && { audience }),
    channelConfiguration,
    dataSources: usedOnce(draft, named).map((dataSource) => shownDraft(dataSource) as unknown as DataSourceBody),
  };
}

/** With pointers into the draft: data sources that a document could not tell apart. */
export function sameNames({ dataSources: uses = [] }: CampaignDraft, { dataSources }: Named): Fault[] {
  const idOf = new Map<string, string>();
  return uses.flatMap(({ dataSourceId }, index) => {
    const name = dataSources.get(dataSourceId)?.name ?? '';
    const first = idOf.get(name) ?? dataSourceId;
    idOf.set(name, first);
    if (first === dataSourceId) return [];
    return [{ pointer: `/dataSources/${index}/dataSourceId`, detail: `Another data source is called ${name} too.` }];
  });
}

function missingOf(draft: CampaignDraft, { channelConfiguration, audience, dataSources, campaigns }: Named): Fault[] {
  const { channelConfigurationId, audienceId, dataSources: uses = [] } = draft;
  const absent = (pointer: string, id: string) => [{ pointer, detail: `The sandbox has none with the id ${id}.` }];
  return [
    ...(channelConfiguration ? [] : absent('/channelConfigurationId', channelConfigurationId)),
    ...(audienceId === undefined || audience ? [] : absent('/audienceId', audienceId)),
    ...uses.flatMap(({ dataSourceId, branchCampaignId: branch }, index) => [
      ...(dataSources.has(dataSourceId) ? [] : absent(`/dataSources/${index}/dataSourceId`, dataSourceId)),
      ...(branch === undefined || campaigns.has(branch)
        ? []
        : absent(`/dataSources/${index}/branchCampaignId`, branch)),
    ]),
  ];
}

function portableCampaign(draft: CampaignDraft, named: Named): PortableCampaign {
  const { dataSources, ...rest } = without(draft, 'channelConfigurationId', 'audienceId');
  return { ...rest, ...(dataSources && { dataSources: dataSources.map((use) => portableUse(use, named)) }) };
}

function portableUse(use: DataSourceUse, { dataSources, campaigns }: Named): PortableUse {
  const { dataSourceId, branchCampaignId, ...rest } = use;
  const branch = branchCampaignId === undefined ? undefined : campaigns.get(branchCampaignId);
  return {
    ...rest,
    dataSource: (dataSources.get(dataSourceId) as DataSourceDraft).name,
    ...(branch && { branchCampaign: branch.name }),
  };
}

/** A campaign may use one under several aliases. */
function usedOnce({ dataSources: uses = [] }: CampaignDraft, { dataSources }: Named): DataSourceDraft[] {
  const ids = new Set(uses.map(({ dataSourceId }) => dataSourceId));
  return [...ids].map((id) => dataSources.get(id) as DataSourceDraft);
}
