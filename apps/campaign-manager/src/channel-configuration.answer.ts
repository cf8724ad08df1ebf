import { Type, type Static } from '@sinclair/typebox';
import { count, nullable, oneOf, pageOf, written } from './answer-fields.js';

/** What a channel configuration says. */
export const channelConfiguration = {
  name: Type.String(),
  channel: oneOf(['email']),
  category: oneOf(['transactional', 'marketing']),
  sender: Type.Object({ name: Type.String(), address: Type.String() }),
  provider: Type.Object({ type: oneOf(['smtp']), host: Type.String(), port: Type.Integer() }),
};

/** A channel configuration as the API shows it. */
export const channelConfigurationAnswer = Type.Object(
  { id: Type.String(), ...channelConfiguration, version: nullable(count), ...written },
  { $id: 'ChannelConfiguration' },
);

export type ChannelConfigurationAnswer = Static<typeof channelConfigurationAnswer>;

export const channelConfigurationsAnswer = pageOf(
  { channelConfigurations: Type.Array(channelConfigurationAnswer) },
  'ChannelConfigurations',
);
