export { API_KEYS, ApiKeyGuard, CurrentCaller, type ApiKeys, type Caller } from './api-key.guard.js';
export { endOnFailure } from './end-on-failure.js';
export { CurrentTrace } from './current-trace.js';
export { InternalClient, type InternalAnswer, type InternalClientOptions } from './internal-client.js';
export { isPlainText, IsPlainText } from './plain-text.js';
export { Problem, type ProblemDetails, type ProblemError } from './problem.js';
export { createApp, runService, type Service } from './run-service.js';
export { serviceSettings, type ServiceSettings } from './service-settings.js';
export { bodyValidation, invalidRequest } from './validation.js';
