import { Type, type Static } from '@sinclair/typebox';
import { audience } from '../audience.answer.js';
import { campaignContent } from '../campaign.answer.js';
import { channelConfiguration } from '../channel-configuration.answer.js';
import { shownDataSource } from '../data-source/data-source.answer.js';
import { useOfDataSource } from '../data-source-use.answer.js';

const use = Type.Object({
  ...useOfDataSource,
  dataSource: Type.String({ description: 'The name of one in `dataSources`.' }),
  branchCampaign: Type.Optional(Type.String({ description: 'The name of a campaign of the sandbox.' })),
});

/** The draft of a campaign with all that it names: no ids, versions, times or keys. */
export const portableDocumentAnswer = Type.Object(
  {
    clarion: Type.Literal(1, { description: 'The version of the format.' }),
    campaign: Type.Object({ ...campaignContent, dataSources: Type.Optional(Type.Array(use)) }),
    audience: Type.Optional(audience),
    channelConfiguration: Type.Object(channelConfiguration),
    dataSources: Type.Array(Type.Object(shownDataSource)),
  },
  { $id: 'PortableCampaign' },
);

export type PortableDocumentAnswer = Static<typeof portableDocumentAnswer>;
