import { DependencyUnavailable, ServiceUnavailable } from '@clarion/contracts';
import { Problem } from './problem.js';

/** What a caller is told of an error that was to be expected; `undefined` for a surprise. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof DependencyUnavailable) {
    const detail = `${error.dependency} does not answer; try again.`;
    return new Problem(503, 'DependencyUnavailable', detail, { retryAfterSeconds: 5 });
  }
  if (error instanceof ServiceUnavailable) {
    return new Problem(503, 'ServiceUnavailable', `${error.message}; try again.`, { retryAfterSeconds: 5 });
  }
  return undefined;
}
