import type { CallFailure } from '../call-failure.js';

/** A data source cannot be shown who asks (B-71 to B-75), and another try would not help. */
export function authFailure(detail: string): CallFailure {
  return { reason: 'DataSourceAuthFailed', detail, isRetryable: false };
}
