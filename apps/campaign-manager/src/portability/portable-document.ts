import type { ChannelConfiguration } from '@clarion/contracts';
import type { DataSourceBody } from '../data-source/data-source.body.js';
import type { AudienceDraft, CampaignDraft, DataSourceUse } from '../definition.js';

/** The one version of the format that there is. */
export const formatVersion = 1;

/** How a campaign uses a data source of its document, and which campaign of the sandbox it branches to: both by name. */
export interface PortableUse extends Omit<DataSourceUse, 'dataSourceId' | 'branchCampaignId'> {
  dataSource: string;
  branchCampaign?: string;
}

/** A campaign without the ids of what it names: its audience and channel configuration are those of its document. */
export interface PortableCampaign extends Omit<CampaignDraft, 'channelConfigurationId' | 'audienceId' | 'dataSources'> {
  dataSources?: PortableUse[];
}

/**
 * The draft of a campaign with all that it names, each as its own route takes it: no ids, versions, times or keys, so that
 * it means the same in every sandbox. Of a secret it has no more than `{"isSet": true, "host": "…"}`, unless somebody
 * writes it in.
 */
export interface PortableDocument {
  clarion: typeof formatVersion;
  campaign: PortableCampaign;
  audience?: AudienceDraft;
  channelConfiguration: ChannelConfiguration;
  /** Their names differ. */
  dataSources: DataSourceBody[];
}
