import type { Campaign, CampaignDataSource } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { continueTrace } from '@clarion/observability';
import { urlFault, type OutboundRules } from '@clarion/security';
import type { CallFailure } from './call-failure.js';
import { contentOf } from './content-of.js';
import { isFailure, type Failure } from './failure.js';
import type { EndedCall, Fetch, FetchResult } from './fetch.js';
import { FetchesRepository } from './fetches.repository.js';
import { Pages, type PagesEnd } from './pagination/pages.js';
import type { RenderedRequest } from './request/rendered-request.js';
import { Requests } from './request/requests.js';
import { mostCalls, pauseBeforeRetry } from './retries.js';

export interface FetchSettings extends OutboundRules {
  /** About the pause before the first repeat of a call; 1 s unless told. */
  retryUnitMs?: number | undefined;
}

/** Takes a fetch one call further. It writes nothing but what must be kept before a call. */
export class Fetcher {
  constructor(
    private readonly definitions: Definitions,
    private readonly requests: Requests,
    private readonly pages: Pages,
    private readonly fetches: FetchesRepository,
    private readonly settings: FetchSettings,
  ) {}

  /**
   * @param signal breaks it off; the call is made again then.
   * @returns what came of it.
   * @throws ServiceUnavailable
   */
  async proceed(fetch: Fetch, signal: AbortSignal): Promise<FetchResult> {
    if (fetch.executionState !== 'fetching') return { kind: 'ended' };
    const found = await this.sourceOf(fetch);
    if (isFailure(found)) return { kind: 'failed', failure: found };
    const { campaign, source } = found;
    const request = await this.requests.of(fetch, source.request, campaign, signal);
    if (request === undefined) return { kind: 'ended' };
    if (isFailure(request)) return failed(fetch, request);
    const fault = this.faultBeforeCall(request, fetch);
    return fault ? failed(fetch, fault) : this.call(source, request, fetch, signal);
  }

  private async sourceOf({
    alias,
    execution,
  }: Fetch): Promise<{ campaign: Campaign; source: CampaignDataSource } | Failure> {
    const { campaignId, campaignVersion } = execution;
    const campaign = await this.definitions.version('campaign', campaignId, campaignVersion);
    const source = campaign?.dataSources?.find((each) => each.alias === alias);
    if (campaign && source) return { campaign, source };
    const detail = `Campaign ${campaignId} has no version ${campaignVersion} with the data source ${alias}.`;
    return { reason: 'CampaignVersionNotFound', detail };
  }

  private faultBeforeCall({ url }: RenderedRequest, { calls: { begun } }: Fetch): Failure | undefined {
    const fault = urlFault(url, this.settings.allowedHosts);
    if (fault !== undefined) return { reason: 'DataSourceNotAllowed', detail: fault };
    if (begun < mostCalls) return undefined;
    return { reason: 'DataSourceUnreachable', detail: `none of ${begun} calls came to its end` };
  }

  private async call(
    source: CampaignDataSource,
    request: RenderedRequest,
    fetch: Fetch,
    signal: AbortSignal,
  ): Promise<FetchResult> {
    const attempt = await this.fetches.beginCall(fetch);
    const end = await this.pages.ask(source, request, {
      sandbox: fetch.execution.sandbox,
      idempotencyKey: `${fetch.executionId}:${fetch.alias}`,
      traceparent: () => continueTrace(fetch.traceparent),
      signal,
    });
    const { result } = end;
    if (result === 'interrupted') return { kind: 'again', afterMs: 0, call: ended(attempt, end, 'Interrupted') };
    if (isFailure(result)) return this.afterFailure(fetch, result, ended(attempt, end, result.reason));
    const content = await contentOf(result, source.mapping);
    if (isFailure(content)) return failed(fetch, content, ended(attempt, end, content.reason));
    return { kind: 'fetched', call: ended(attempt, end, 'Succeeded'), dataSourceId: source.dataSourceId, content };
  }

  private afterFailure(fetch: Fetch, { isRetryable, ...failure }: CallFailure, call: EndedCall): FetchResult {
    const calls = { begun: call.attempt, failed: fetch.calls.failed + 1 };
    const { retryUnitMs = 1_000 } = this.settings;
    const afterMs = isRetryable ? pauseBeforeRetry(calls, retryUnitMs, Math.random()) : undefined;
    if (afterMs !== undefined) return { kind: 'again', afterMs, call };
    const detail = calls.begun > 1 ? `${failure.detail} (${calls.begun} calls)` : failure.detail;
    return failed(fetch, { ...failure, detail }, call);
  }
}

function ended(attempt: number, { status, bytes }: PagesEnd, outcome: string): EndedCall {
  return { attempt, status, bytes, outcome };
}

/** The sentence that people read names the data source. */
function failed({ alias }: Fetch, { reason, detail }: Failure, call?: EndedCall): FetchResult {
  const failure = { reason, detail: `Data source ${alias}: ${detail}.` };
  return { kind: 'failed', failure, ...(call && { call }) };
}
