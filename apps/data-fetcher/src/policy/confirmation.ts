import type { DataSourceRequest } from '@clarion/contracts';
import type { AnswerHeaders } from './freshness.js';

/**
 * Whether a source can confirm its last answer instead of sending it again (304, RFC 9110 §15.4.5). To any method but GET it
 * would answer 412 (§13.1.2), and a first page says nothing of those after it.
 */
export function mayBeConfirmed({ method, pagination }: Pick<DataSourceRequest, 'method' | 'pagination'>): boolean {
  return method === 'GET' && !pagination;
}

/** What asks for an answer only if it is another one than that with these headers (RFC 9110 §13.1.2, §13.1.3). */
export function conditionOf({ etag, 'last-modified': lastModified }: AnswerHeaders): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}
