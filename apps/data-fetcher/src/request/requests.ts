import type { DataSourceRequest } from '@clarion/contracts';
import { continueTrace } from '@clarion/observability';
import { urlFault } from '@clarion/security';
import { isFailure, type Failure } from '../failure.js';
import type { Fetch } from '../fetch.js';
import { FetchesRepository } from '../fetches.repository.js';
import { ResolverClient } from '../resolver-client.js';
import type { Source } from '../sources.js';
import type { RenderedRequest } from './rendered-request.js';
import { renderRequest } from './render-request.js';
import { attributesOf, needsMembers, type Members } from './request-body.js';

const nobody: Members = { count: 0, rows: [] };

/** What data sources are asked: made once for a fetch and kept, so that every call says the same. */
export class Requests {
  /** @param allowedHosts `host:port` of data sources that may be called whatever they are */
  constructor(
    private readonly resolver: ResolverClient,
    private readonly fetches: FetchesRepository,
    private readonly allowedHosts: ReadonlySet<string>,
  ) {}

  /**
   * @returns the request, why there can be none, or `undefined` when the run has ended.
   * @throws ServiceUnavailable
   */
  async of(fetch: Fetch, source: Source, signal: AbortSignal): Promise<RenderedRequest | Failure | undefined> {
    const request = fetch.request ?? (await this.render(fetch, source, signal));
    if (request === undefined || isFailure(request)) return request;
    const fault = urlFault(request.url, this.allowedHosts);
    if (fault !== undefined) return { reason: 'DataSourceNotAllowed', detail: fault };
    if (!fetch.request) await this.fetches.keepRequest(fetch, request);
    return request;
  }

  private async render(
    fetch: Fetch,
    { request, campaign: { name } }: Source,
    signal: AbortSignal,
  ): Promise<RenderedRequest | Failure | undefined> {
    const members = needsMembers(request) ? await this.membersOf(fetch, request, signal) : nobody;
    if (!members) return undefined;
    const { executionId, acceptedAt, campaignId, campaignVersion, context = {} } = fetch.execution;
    return renderRequest(request, members, {
      campaign: { id: campaignId, version: campaignVersion, name },
      execution: { id: executionId, acceptedAt },
      context,
    });
  }

  private async membersOf(
    { execution, traceparent }: Fetch,
    request: DataSourceRequest,
    signal: AbortSignal,
  ): Promise<Members | undefined> {
    const { executionId, sandbox, campaignId, campaignVersion, purpose, acceptedAt, recipients } = execution;
    const run = {
      ...{ executionId, sandbox, campaignId, campaignVersion, acceptedAt },
      ...(purpose && { purpose }),
      ...(recipients && { recipients }),
    };
    const question = { ...run, columns: attributesOf(request) };
    return this.resolver.members(question, continueTrace(traceparent), signal);
  }
}
