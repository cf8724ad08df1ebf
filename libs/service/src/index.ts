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
export { isInstant, IsInstant } from './instant.js';
export { InternalClient, type InternalAnswer, type InternalClientOptions } from './internal-client.js';
export { isMailAddress, IsMailAddress } from './is-mail-address.js';
export { readJson } from './readable-json.js';
export { RawBody } from './raw-body.js';
export { linkSettings } from './link-settings.js';
export { MayBeAbsent } from './may-be-absent.js';
export { Needs, NeedsNoScope } from './needs.js';
export { Nested, type BodyClass } from './nested.js';
export { isPlainText, IsPlainText } from './plain-text.js';
export { problemOf } from './problem-of.js';
export { Problem, type ProblemDetails, type ProblemError } from './problem.js';
export { openService, type OpenService } from './open-service.js';
export { createApp, runService, type Part, type ServiceParts } from './run-service.js';
export { secretsSettings } from './secrets-settings.js';
export { serviceSettings, type ServiceSettings } from './service-settings.js';
export { unguardedRoutes } from './unguarded-routes.js';
export { bodyFaults, bodyValidation, invalidRequest } from './validation.js';
