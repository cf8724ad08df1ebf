import { Type, type Static } from '@sinclair/typebox';
import { audience } from '../audience.answer.js';
import { campaignContent } from '../campaign.answer.js';
import { channelConfiguration } from '../channel-configuration.answer.js';
import { shownDataSource } from '../data-source/data-source.answer.js';
import { useOfDataSource } from '../data-source-use.answer.js';
import { formatVersion } from './portable-document.js';

const use = Type.Object({
  ...useOfDataSource,
  dataSource: Type.String({ description: 'The name of one in `dataSources`.' }),
  branchCampaign: Type.Optional(Type.String({ description: 'The name of a campaign of the sandbox.' })),
});

/** A campaign without the ids of what it names. */
export const portableCampaign = Type.Object({ ...campaignContent, dataSources: Type.Optional(Type.Array(use)) });

/** The draft of a campaign with all that it names: no ids, versions, times or keys. */
export const portableDocumentAnswer = Type.Object(
  {
    clarion: Type.Literal(formatVersion, { description: 'The version of the format.' }),
    campaign: portableCampaign,
    audience: Type.Optional(audience),
    channelConfiguration: Type.Object(channelConfiguration),
    dataSources: Type.Array(Type.Object(shownDataSource)),
  },
  { $id: 'PortableCampaign' },
);

export type PortableDocumentAnswer = Static<typeof portableDocumentAnswer>;
