export { Collector, type CollectorOptions } from './collector.js';
export { DependencyUnavailable, type Dependency } from './dependency-unavailable.js';
export { pauseMs } from './pause.js';
export { exclusionReasons, type ExclusionReason } from './exclusion-reasons.js';
export { executionEndReasons, type ExecutionEndReason } from './execution-end-reasons.js';
export type { ApiKey } from './definitions/api-key.js';
export {
  isRuleGroup,
  ruleOperators,
  type Audience,
  type ListedIdentity,
  type Rule,
  type RuleGroup,
  type RuleOperator,
} from './definitions/audience.js';
export { isOfType } from './definitions/column-type.js';
export type { Campaign, CampaignTracking, Category, Variant } from './definitions/campaign.js';
export {
  contextCheck,
  contextFormats,
  type ContextCheck,
  type ContextFault,
  type ContextSchema,
} from './definitions/context-schema.js';
export type { ChannelConfiguration, SmtpProvider } from './definitions/channel-configuration.js';
export {
  columnTypes,
  requestMethods,
  type AnswerLimits,
  type CampaignDataSource,
  type ColumnType,
  type DataColumn,
  type DataRow,
  type DataSourceAuth,
  type DataSourceMapping,
  type DataSourcePolicy,
  type DataSourceRequest,
  type FailureHandling,
  type InboundColumn,
  type Join,
  type NamedTemplate,
  type Pagination,
  type Remapping,
  type RequestMethod,
  type SealedSecret,
} from './definitions/data-source.js';
export type {
  DefinitionActivation,
  DefinitionBodies,
  DefinitionKind,
  DefinitionVersion,
} from './definitions/definition.js';
export { phaseOf, type Schedule } from './definitions/schedule.js';
export { webhookEvents, type Webhook, type WebhookEvent } from './definitions/webhook.js';
export { events } from './events/catalogue.js';
export {
  deliveryReportSchema,
  type Chunk,
  type DeliveryReport,
  type DeliveryRequest,
} from './events/delivery-events.js';
export type { Engagement } from './events/engagement-events.js';
export type { EventData, EventDefinition } from './events/event-definition.js';
export type { Recipient } from './events/execution-events.js';
export { purpose, type Purpose, type Webhooks } from './events/fields.js';
export { compileJsonSchema, type SchemaValidator } from './json-schema.js';
export { scopes, type Scope } from './scopes.js';
export { ServiceUnavailable } from './service-unavailable.js';
export { faultOf } from './events/validate-event.js';
export { Stretch } from './stretch.js';
