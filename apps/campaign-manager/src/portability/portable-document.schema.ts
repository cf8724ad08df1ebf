import { Type } from '@sinclair/typebox';
import { audienceSchema } from '../audience.schema.js';
import { formatVersion } from './portable-document.js';
import { portableCampaign } from './portable-document.answer.js';

const bodyOf = (name: string) => Type.Unsafe<object>({ $ref: `#/components/schemas/${name}` });

/** A document as it is sent to us, in the words of JSON Schema, as far as they go (`read-document.ts`). */
export const portableDocumentSchema = Type.Object(
  {
    clarion: Type.Literal(formatVersion, { description: 'The version of the format.' }),
    campaign: portableCampaign,
    audience: Type.Optional(audienceSchema),
    channelConfiguration: bodyOf('ChannelConfigurationBody'),
    dataSources: Type.Optional(Type.Array(bodyOf('DataSourceBody'), { maxItems: 10 })),
  },
  { $id: 'PortableCampaignBody', additionalProperties: false },
);
