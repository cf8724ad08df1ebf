export { DependencyUnavailable, type Dependency } from './dependency-unavailable.js';
export { exclusionReasons, type ExclusionReason } from './exclusion-reasons.js';
export type { ApiKey } from './definitions/api-key.js';
export type { Campaign, Variant } from './definitions/campaign.js';
export type { ChannelConfiguration, SmtpProvider } from './definitions/channel-configuration.js';
export type {
  DefinitionActivation,
  DefinitionBodies,
  DefinitionKind,
  DefinitionVersion,
} from './definitions/definition.js';
export { events } from './events/catalogue.js';
export type { DeliveryReport, DeliveryRequest } from './events/delivery-events.js';
export type { EventData, EventDefinition } from './events/event-definition.js';
export type { Recipient } from './events/execution-events.js';
export { ServiceUnavailable } from './service-unavailable.js';
export { faultOf } from './events/validate-event.js';
