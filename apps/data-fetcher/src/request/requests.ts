import type { Campaign, DataSourceRequest } from '@clarion/contracts';
import { continueTrace } from '@clarion/observability';
import { isFailure, type Failure } from '../failure.js';
import type { Fetch } from '../fetch.js';
import { FetchesRepository } from '../fetches.repository.js';
import { ResolverClient } from '../resolver-client.js';
import type { RenderedRequest } from './rendered-request.js';
import { renderRequest } from './render-request.js';
import { attributesOf, needsMembers, type Members } from './request-body.js';

const nobody: Members = { count: 0, rows: [] };

/** What data sources are asked: made once for a fetch and kept, so that every call says the same. */
export class Requests {
  constructor(
    private readonly resolver: ResolverClient,
    private readonly fetches: FetchesRepository,
  ) {}

  /**
   * @returns the request, why there can be none, or `undefined` when the run has ended.
   * @throws ServiceUnavailable
   */
  async of(
    fetch: Fetch,
    request: DataSourceRequest,
    { name }: Campaign,
    signal: AbortSignal,
  ): Promise<RenderedRequest | Failure | undefined> {
    if (fetch.request) return fetch.request;
    const members = needsMembers(request) ? await this.membersOf(fetch, request, signal) : nobody;
    if (!members) return undefined;
    const { executionId, acceptedAt, campaignId, campaignVersion, context = {} } = fetch.execution;
    const rendered = await renderRequest(request, members, {
      campaign: { id: campaignId, version: campaignVersion, name },
      execution: { id: executionId, acceptedAt },
      context,
    });
    if (!isFailure(rendered)) await this.fetches.keepRequest(fetch, rendered);
    return rendered;
  }

  private async membersOf(
    { execution, traceparent }: Fetch,
    request: DataSourceRequest,
    signal: AbortSignal,
  ): Promise<Members | undefined> {
    const { executionId, sandbox, campaignId, campaignVersion, acceptedAt, recipients } = execution;
    const run = { executionId, sandbox, campaignId, campaignVersion, acceptedAt, ...(recipients && { recipients }) };
    const question = { ...run, columns: attributesOf(request) };
    return this.resolver.members(question, continueTrace(traceparent), signal);
  }
}
