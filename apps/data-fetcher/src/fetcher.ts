import { createHash } from 'node:crypto';
import { Caller, type Wanted } from './caller.js';
import { cancelled } from './cancelled.js';
import { isFailure, type Failure } from './failure.js';
import type { Fetch, FetchResult, FinalFailure, NoAnswer, Share } from './fetch.js';
import { LastResort } from './last-resort.js';
import { noAnswer } from './no-answer.js';
import { requestIdentity, type RequestIdentity } from './policy/request-identity.js';
import { sharedSeconds } from './policy/shared-seconds.js';
import type { Requests } from './request/requests.js';
import { sampled } from './sampled.js';
import { SharesRepository } from './shares.repository.js';
import { Sources, type Source } from './sources.js';

/** Takes a fetch one call further, or as far as it goes without. It writes nothing but what must be kept before a call. */
export class Fetcher {
  constructor(
    private readonly sources: Sources,
    private readonly requests: Requests,
    private readonly shares: SharesRepository,
    private readonly caller: Caller,
    private readonly lastResort: LastResort,
  ) {}

  /**
   * @param signal breaks it off; the call is made again then.
   * @returns what came of it.
   * @throws ServiceUnavailable
   */
  async proceed(fetch: Fetch, signal: AbortSignal): Promise<FetchResult> {
    if (fetch.executionState !== 'fetching') return { kind: 'ended' };
    if (fetch.isCancelled) return { kind: 'failed', handling: 'skip', failure: cancelled };
    const source = await this.sources.of(fetch);
    if (isFailure(source)) return { kind: 'failed', handling: 'fail', failure: source };
    const sample = await sampled(source, fetch.execution);
    if (sample) return sample;
    const sent = await this.requests.of(fetch, source, signal);
    if (sent === undefined) return { kind: 'ended' };
    if (isFailure(sent)) return this.end(source, fetch, noAnswer(fetch, sent));
    const request = requestIdentity(sent, source.mapping);
    const result = await this.answerTo(fetch, { source, sent, request }, signal);
    return this.end(source, fetch, result, request.hash);
  }

  /** @param requestHash absent where nothing could be asked */
  private async end(
    source: Source,
    fetch: Fetch,
    result: FetchResult | NoAnswer,
    requestHash?: string,
  ): Promise<FetchResult> {
    if (fetch.isRefresh) return refreshed(fetch, source, result);
    return result.kind === 'no-answer' ? this.lastResort.for(source, fetch, result, requestHash) : result;
  }

  /** Another execution's, where they share it; else that of a call. */
  private async answerTo(fetch: Fetch, wanted: Wanted, signal: AbortSignal): Promise<FetchResult | NoAnswer> {
    const share = shareOf(fetch, wanted.source, wanted.request);
    if (!share) return this.caller.call(fetch, wanted, signal);
    const joined = await this.shares.join(fetch, share.key, wanted.sent);
    if (joined.kind === 'waits') return joined;
    if (joined.kind === 'shared') return { ...joined, dataSourceId: wanted.source.dataSourceId };
    const { kept } = joined;
    return this.caller.call(fetch, { ...wanted, share, ...(kept && { kept }) }, signal);
  }
}

function shareOf({ alias, execution }: Fetch, source: Source, { hash }: RequestIdentity): Share | undefined {
  const seconds = sharedSeconds(source, source.campaign.category);
  if (seconds === undefined) return undefined;
  const { sandbox, campaignId, campaignVersion } = execution;
  const what = JSON.stringify([sandbox, campaignId, campaignVersion, alias, hash]);
  return { key: createHash('sha256').update(what).digest('hex'), seconds, freshness: source.freshness ?? 'fixed' };
}

/** Nothing stands in for an answer that nobody waits for, nor does it wait for an ill host: what is kept lasts until its end. */
function refreshed(fetch: Fetch, { dataSourceId }: Source, result: FetchResult | NoAnswer): FetchResult {
  const failed = (reason: FinalFailure): FetchResult => ({ ...reason, kind: 'failed', handling: 'fail', dataSourceId });
  if (result.kind === 'no-answer') return failed(result);
  return result.kind === 'waits' && result.for === 'breaker' ? failed(noAnswer(fetch, illHost)) : result;
}

const illHost: Failure = { reason: 'DataSourceUnreachable', detail: 'its host has not answered lately' };
