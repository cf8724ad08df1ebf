import type { DataSourceRequest } from '@clarion/contracts';
import { continueTrace } from '@clarion/observability';
import type { Failure } from './failure.js';
import type { Fetch } from './fetch.js';
import { FetchesRepository } from './fetches.repository.js';
import { attributesOf, needsMembers, requestBody, type Members } from './request-body.js';
import { ResolverClient } from './resolver-client.js';

const nobody: Members = { count: 0, rows: [] };

/** What data sources are told: made once for a fetch and kept, so that every call says the same. */
export class RequestBodies {
  constructor(
    private readonly resolver: ResolverClient,
    private readonly fetches: FetchesRepository,
  ) {}

  /**
   * @returns the body, why there can be none, or `undefined` when the run has ended.
   * @throws ServiceUnavailable
   */
  async of(fetch: Fetch, request: DataSourceRequest, signal: AbortSignal): Promise<string | Failure | undefined> {
    if (fetch.requestBody !== null) return fetch.requestBody;
    const members = needsMembers(request) ? await this.membersOf(fetch, request, signal) : nobody;
    if (!members) return undefined;
    const body = await requestBody(request, members);
    if (typeof body === 'string') await this.fetches.keepRequestBody(fetch, body);
    return body;
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
