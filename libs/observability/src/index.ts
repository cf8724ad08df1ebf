export { readinessOf, type HealthCheck, type Readiness } from './health.js';
export { createLogger, LOGGER, nestLogger, type Logger } from './logger.js';
export { Metrics, type Counting, type Reading } from './metrics.js';
export { pooledRandom } from './random-pool.js';
export { continueTrace, newTraceparent, traceIdOf } from './traceparent.js';
