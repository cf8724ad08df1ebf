import type { CampaignDataSource } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { continueTrace } from '@clarion/observability';
import type { CallFailure } from './call-failure.js';
import { DataSourceClient, type CallEnd } from './data-source-client.js';
import { isFailure, type Failure } from './failure.js';
import type { EndedCall, Fetch, FetchResult } from './fetch.js';
import { FetchesRepository } from './fetches.repository.js';
import { buildSnapshot } from './mapping/build-snapshot.js';
import { limitsOf } from './mapping/limits-of.js';
import { RequestBodies } from './request-bodies.js';
import { mostCalls, pauseBeforeRetry } from './retries.js';
import { urlFault } from './url-fault.js';

export interface FetchSettings {
  /** `host:port` of data sources that may be called whatever they are. */
  allowedHosts: ReadonlySet<string>;
  /** About the pause before the first repeat of a call; 1 s unless told. */
  retryUnitMs?: number | undefined;
}

/** Takes a fetch one call further. It writes nothing but what must be kept before a call. */
export class Fetcher {
  constructor(
    private readonly definitions: Definitions,
    private readonly bodies: RequestBodies,
    private readonly dataSources: DataSourceClient,
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
    const source = await this.sourceOf(fetch);
    if (isFailure(source)) return { kind: 'failed', failure: source };
    const fault = this.faultBeforeCall(source, fetch);
    if (fault) return failed(fetch, fault);
    const body = await this.bodies.of(fetch, source.request, signal);
    if (body === undefined) return { kind: 'ended' };
    return typeof body === 'string' ? this.call(source, body, fetch, signal) : failed(fetch, body);
  }

  private async sourceOf({ alias, execution }: Fetch): Promise<CampaignDataSource | Failure> {
    const { campaignId, campaignVersion } = execution;
    const campaign = await this.definitions.version('campaign', campaignId, campaignVersion);
    const source = campaign?.dataSources?.find((each) => each.alias === alias);
    if (source) return source;
    const detail = `Campaign ${campaignId} has no version ${campaignVersion} with the data source ${alias}.`;
    return { reason: 'CampaignVersionNotFound', detail };
  }

  private faultBeforeCall({ request }: CampaignDataSource, { calls: { begun } }: Fetch): Failure | undefined {
    const fault = urlFault(request.url, this.settings.allowedHosts);
    if (fault !== undefined) return { reason: 'DataSourceNotAllowed', detail: fault };
    if (begun < mostCalls) return undefined;
    return { reason: 'DataSourceUnreachable', detail: `none of ${begun} calls came to its end` };
  }

  private async call(
    { request, mapping, dataSourceId }: CampaignDataSource,
    body: string,
    fetch: Fetch,
    signal: AbortSignal,
  ): Promise<FetchResult> {
    const attempt = await this.fetches.beginCall(fetch);
    const end = await this.dataSources.call({
      url: request.url,
      body,
      idempotencyKey: `${fetch.executionId}:${fetch.alias}`,
      traceparent: continueTrace(fetch.traceparent),
      timeoutMs: request.timeoutMs,
      maxBytes: limitsOf(mapping).maxBytes,
      signal,
    });
    const { result } = end;
    if (result === 'interrupted') return { kind: 'again', afterMs: 0, call: ended(attempt, end, 'Interrupted') };
    if (isFailure(result)) return this.afterFailure(fetch, result, ended(attempt, end, result.reason));
    const content = await buildSnapshot(result, mapping);
    if (isFailure(content)) return failed(fetch, content, ended(attempt, end, content.reason));
    return { kind: 'fetched', call: ended(attempt, end, 'Succeeded'), dataSourceId, content };
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

function ended(attempt: number, { status, bytes }: CallEnd, outcome: string): EndedCall {
  return { attempt, status, bytes, outcome };
}

/** The sentence that people read names the data source. */
function failed({ alias }: Fetch, { reason, detail }: Failure, call?: EndedCall): FetchResult {
  const failure = { reason, detail: `Data source ${alias}: ${detail}.` };
  return { kind: 'failed', failure, ...(call && { call }) };
}
