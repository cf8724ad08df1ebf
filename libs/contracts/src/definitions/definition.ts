import type { EventData } from '../events/event-definition.js';
import type { definitionActivated, definitionPublished } from '../events/definition-events.js';
import type { ApiKey } from './api-key.js';
import type { Campaign } from './campaign.js';
import type { ChannelConfiguration } from './channel-configuration.js';
import type { Webhook } from './webhook.js';

/** The body of each kind of definition. */
export interface DefinitionBodies {
  campaign: Campaign;
  'channel-configuration': ChannelConfiguration;
  'api-key': ApiKey;
  webhook: Webhook;
}

export type DefinitionKind = keyof DefinitionBodies;

/** One published version of a definition. */
export type DefinitionVersion = EventData<typeof definitionPublished>;

/** Which version counts, since which revision. */
export type DefinitionActivation = EventData<typeof definitionActivated>;
