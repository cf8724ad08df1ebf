import type { PagesEnd } from '../pagination/pages.js';
import { isFailure } from '../failure.js';
import type { HostSign } from './breaker.js';

/** What the end of a call says of its host. */
export function hostSign({ status, result }: Pick<PagesEnd, 'status' | 'result'>): HostSign {
  if (result === 'interrupted') return 'unknown';
  if (!isFailure(result)) return 'well';
  if (result.reason === 'DataSourceUnreachable' || (status ?? 0) >= 500) return 'ill';
  // What was not called says nothing.
  return status === null ? 'unknown' : 'well';
}
