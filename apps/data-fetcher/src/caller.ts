import type { DataSourcePolicy } from '@clarion/contracts';
import { continueTrace } from '@clarion/observability';
import { retryAfterMs } from '@clarion/service';
import type { CallFailure } from './call-failure.js';
import { contentOf } from './content-of.js';
import { isFailure, type Failure } from './failure.js';
import type { EndedCall, Fetch, FetchResult, KeptAnswer, NoAnswer, Share } from './fetch.js';
import { HostsRepository, type BegunCall } from './hosts.repository.js';
import { noAnswer } from './no-answer.js';
import { conditionOf, mayBeConfirmed } from './policy/confirmation.js';
import type { AnswerHeaders } from './policy/freshness.js';
import { hostSign } from './policy/host-sign.js';
import type { RequestIdentity } from './policy/request-identity.js';
import { mayBeRetried, mostCalls, pauseBeforeRetry } from './policy/retries.js';
import { sharedAnswer, type SharedAnswer } from './policy/shared-answer.js';
import { Pages, type PagesEnd } from './pagination/pages.js';
import type { RenderedRequest } from './request/rendered-request.js';
import type { Source } from './sources.js';

/** What a call is to be. */
export interface Wanted {
  source: Source;
  sent: RenderedRequest;
  request: RequestIdentity;
  /** On which terms others have its answer, too. */
  share?: Share;
  /** What its source may confirm instead of answering. */
  kept?: KeptAnswer;
}

/** Makes one call, when its host may be called, and says what came of it. */
export class Caller {
  /** @param usual what is meant where a data source's policy says nothing */
  constructor(
    private readonly pages: Pages,
    private readonly hosts: HostsRepository,
    private readonly usual: DataSourcePolicy = {},
  ) {}

  /** @param signal breaks it off; the call is made again then. */
  async call(fetch: Fetch, wanted: Wanted, signal: AbortSignal): Promise<FetchResult | NoAnswer> {
    const { source, sent, request, kept } = wanted;
    const policy = { ...this.usual, ...source.policy };
    const { begun } = fetch.calls;
    if (begun >= mostCalls(policy)) return noAnswer(fetch, neverEnded(begun));
    const { timeoutMs } = source.request;
    const { host } = new URL(sent.url);
    const admitted = await this.hosts.admit(fetch, { host, summary: request.summary, policy, timeoutMs });
    if (!admitted) return noAnswer(fetch, heldBack);
    if ('kind' in admitted) return admitted;
    const since = performance.now();
    const asked = kept ? { ...sent, headers: { ...sent.headers, ...conditionOf(kept.headers) } } : sent;
    const end = await this.pages.ask(source, asked, {
      sandbox: fetch.execution.sandbox,
      idempotencyKey: `${fetch.executionId}:${fetch.alias}`,
      traceparent: () => continueTrace(fetch.traceparent),
      signal,
    });
    const made = { ...admitted, dataSourceId: source.dataSourceId, durationMs: Math.round(performance.now() - since) };
    const { result } = end;
    if (result === 'interrupted') return { kind: 'again', afterMs: 0, call: ended(made, end, 'Interrupted') };
    if (kept && end.status === 304) return confirmed(wanted, kept, end, made);
    if (isFailure(result)) return afterFailure(fetch, policy, { ...end, result }, made);
    const content = await contentOf(result, source);
    if (isFailure(content)) return noAnswer(fetch, content, ended(made, end, content.reason));
    const { dataSourceId } = source;
    const share = sharedBy(
      wanted,
      result.map(({ headers }) => headers),
      made,
    );
    const fetched = { call: ended(made, end, 'Succeeded'), dataSourceId, content, request };
    return { kind: 'fetched', ...fetched, ...(share && { share }) };
  }
}

/** What the source said of its answer before holds on, where it does not say otherwise now (RFC 9111 §4.3.4). */
function confirmed(
  wanted: Wanted,
  { snapshotId, headers }: KeptAnswer,
  end: PagesEnd,
  made: MadeCall,
): FetchResult | NoAnswer {
  const share = sharedBy(wanted, [{ ...headers, ...end.headers }], made);
  if (!share) throw new Error('What nobody shares was not asked to be confirmed');
  const { dataSourceId } = wanted.source;
  return { kind: 'confirmed', call: ended(made, end, 'Succeeded'), dataSourceId, snapshotId, share };
}

function sharedBy(
  { share, source: { request } }: Wanted,
  pages: readonly AnswerHeaders[],
  { durationMs }: MadeCall,
): SharedAnswer | undefined {
  const arrival = { isConfirmable: mayBeConfirmed(request), delaySeconds: durationMs / 1_000, now: Date.now() };
  return share && sharedAnswer(share, pages, arrival);
}

type MadeCall = BegunCall & Pick<EndedCall, 'dataSourceId' | 'durationMs'>;

const heldBack: Failure = {
  reason: 'DataSourceUnreachable',
  detail: 'its host has not answered lately, and was not called any more for 10 min',
};

function neverEnded(begun: number): Failure {
  return { reason: 'DataSourceUnreachable', detail: `none of ${begun} calls came to its end` };
}

function afterFailure(
  fetch: Fetch,
  policy: DataSourcePolicy,
  end: Omit<PagesEnd, 'result'> & { result: CallFailure },
  begun: MadeCall,
): FetchResult | NoAnswer {
  const { reason, detail } = end.result;
  const call = ended(begun, end, reason);
  const calls = { begun: fetch.calls.begun + 1, failed: fetch.calls.failed + 1 };
  const terms = { retryAfterMs: retryAfterMs(end.retryAfter, Date.now()), random: Math.random() };
  const afterMs = mayBeRetried(end.result, end.status, policy) ? pauseBeforeRetry(calls, policy, terms) : undefined;
  if (afterMs !== undefined) return { kind: 'again', afterMs, call };
  const howOften = calls.begun > 1 ? ` (${calls.begun} calls)` : '';
  return noAnswer(fetch, { reason, detail: `${detail}${howOften}` }, call);
}

function ended({ hostId, ...made }: MadeCall, end: PagesEnd, outcome: string): EndedCall {
  const { status, bytes } = end;
  return { ...made, status, bytes, outcome, host: { id: hostId, sign: hostSign(end) } };
}
