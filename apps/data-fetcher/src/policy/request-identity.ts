import type { DataSourceMapping } from '@clarion/contracts';
import { createHash } from 'node:crypto';

/** What is sent to a data source, templates rendered. */
export interface SentRequest {
  method: string;
  url: string;
  body: string;
}

/** By what a request is known again. */
export interface RequestIdentity {
  /** SHA-256 in hex, of all that is asked and of how the answer is read: the same hash means the same rows. */
  hash: string;
  /** Method, host and path, for people: no value of a query, no header, no body. */
  summary: string;
}

const longestPath = 200;

export function requestIdentity(sent: SentRequest, mapping: DataSourceMapping): RequestIdentity {
  const { method, url, body } = sent;
  const hash = createHash('sha256')
    .update(JSON.stringify([method, url, body, mapping]))
    .digest('hex');
  const { host, pathname } = new URL(url);
  return { hash, summary: `${method} ${host}${pathname.slice(0, longestPath)}` };
}
