export { isExpired, openingHashes, scopesOf, type CurrentKey } from './api-key.js';
export {
  API_KEYS,
  ApiKeyGuard,
  callerOf,
  CurrentCaller,
  CurrentScopes,
  type ApiKeys,
  type Caller,
} from './api-key.guard.js';
export { ApiKeyUses, type ApiKeyUse } from './api-key-uses.js';
export { canBeStored, CanBeStored } from './can-be-stored.js';
export { consumerSettings, consumingOf, type ConsumerSettings } from './consumer-settings.js';
export { CurrentTrace, traceOf } from './current-trace.js';
export { InternalClient, type InternalAnswer, type InternalClientOptions } from './internal-client.js';
export { depthProblemOf } from './json-depth.js';
export { heldLabelsOf, lackingLabels, type HeldLabels } from './labels.js';
export { linkSettings } from './link-settings.js';
export { MayBeAbsent } from './may-be-absent.js';
export { Needs, NeedsNoScope } from './needs.js';
export { Nested } from './nested.js';
export { isPlainText, IsPlainText } from './plain-text.js';
export { Problem, type ProblemDetails, type ProblemError } from './problem.js';
export { openService, type OpenService } from './open-service.js';
export { createApp, runService, type Part, type ServiceParts } from './run-service.js';
export { secretsSettings } from './secrets-settings.js';
export { serviceSettings, type ServiceSettings } from './service-settings.js';
export { unguardedRoutes } from './unguarded-routes.js';
export { bodyValidation, invalidRequest } from './validation.js';
