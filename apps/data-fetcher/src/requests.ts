import type { DataSourceRequest } from '@clarion/contracts';
import type { Failure } from './failure.js';
import type { Fetch } from './fetch.js';
import type { SentRequest } from './policy/request-identity.js';
import { RequestBodies } from './request-bodies.js';
import { urlFault } from './url-fault.js';

/** What is sent to data sources, if it may be. */
export class Requests {
  /** @param allowedHosts `host:port` of data sources that may be called whatever they are */
  constructor(
    private readonly bodies: RequestBodies,
    private readonly allowedHosts: ReadonlySet<string>,
  ) {}

  /**
   * @returns why nothing can be sent instead, or `undefined` when the run has ended.
   * @throws ServiceUnavailable
   */
  async of(fetch: Fetch, request: DataSourceRequest, signal: AbortSignal): Promise<SentRequest | Failure | undefined> {
    const fault = urlFault(request.url, this.allowedHosts);
    if (fault !== undefined) return { reason: 'DataSourceNotAllowed', detail: fault };
    const body = await this.bodies.of(fetch, request, signal);
    return typeof body === 'string' ? { method: 'POST', url: request.url, body } : body;
  }
}
