import type { DataSourceMapping } from '@clarion/contracts';
import { createHash } from 'node:crypto';
import type { RenderedRequest } from '../request/rendered-request.js';

/** By what a request is known again. */
export interface RequestIdentity {
  /** SHA-256 in hex, of all that is asked and of how the answer is read: the same hash means the same rows. */
  hash: string;
  /** Method, host and path, for people: no value of a query, no header, no body. */
  summary: string;
}

const longestPath = 200;

export function requestIdentity(request: RenderedRequest, mapping: DataSourceMapping): RequestIdentity {
  const { method, url, headers, body } = request;
  const hash = createHash('sha256')
    .update(JSON.stringify([method, url, headers, body, mapping]))
    .digest('hex');
  const { host, pathname } = new URL(url);
  return { hash, summary: `${method} ${host}${pathname.slice(0, longestPath)}` };
}
