import type { RequestMethod } from '@clarion/contracts';

/** A request with its templates rendered, the same for every call. What proves who asks is not in it. */
export interface RenderedRequest {
  method: RequestMethod;
  url: string;
  /** Those of its own, by their names in lower case. */
  headers: Record<string, string>;
  /** JSON, where the request has a body. */
  body: string | null;
}
