import type { DataSourcePolicy } from '@clarion/contracts';
import { continueTrace } from '@clarion/observability';
import { buildSnapshot, type SnapshotContent } from './build-snapshot.js';
import type { CallFailure } from './call-failure.js';
import { DataSourceClient, type Answer, type CallEnd } from './data-source-client.js';
import { isFailure, type Failure } from './failure.js';
import type { EndedCall, Fetch, FetchResult, NoAnswer, Share } from './fetch.js';
import { HostsRepository, type BegunCall } from './hosts.repository.js';
import { noAnswer } from './no-answer.js';
import { hostSign } from './policy/host-sign.js';
import type { RequestIdentity, SentRequest } from './policy/request-identity.js';
import { mayBeRetried, mostCalls, pauseBeforeRetry } from './policy/retries.js';
import { retryAfterMs } from './policy/retry-after.js';
import { schemaFault } from './policy/schema-fault.js';
import { readAnswer } from './read-answer.js';
import type { Source } from './sources.js';

/** What a call is to be. */
export interface Wanted {
  source: Source;
  sent: SentRequest;
  request: RequestIdentity;
  /** What others may have of its answer. */
  share?: Share;
}

/** Makes one call, when its host may be called, and says what came of it. */
export class Caller {
  /** @param usual what is meant where a data source's policy says nothing */
  constructor(
    private readonly dataSources: DataSourceClient,
    private readonly hosts: HostsRepository,
    private readonly usual: DataSourcePolicy = {},
  ) {}

  /** @param signal breaks it off; the call is made again then. */
  async call(fetch: Fetch, wanted: Wanted, signal: AbortSignal): Promise<FetchResult | NoAnswer> {
    const { source, sent, request } = wanted;
    const policy = { ...this.usual, ...source.policy };
    const { begun } = fetch.calls;
    if (begun >= mostCalls(policy)) return noAnswer(fetch, neverEnded(begun));
    const { timeoutMs } = source.request;
    const { host } = new URL(sent.url);
    const admitted = await this.hosts.admit(fetch, { host, summary: request.summary, policy, timeoutMs });
    if (!admitted) return noAnswer(fetch, heldBack);
    if ('kind' in admitted) return admitted;
    const end = await this.dataSources.call({
      url: sent.url,
      body: sent.body,
      idempotencyKey: `${fetch.executionId}:${fetch.alias}`,
      traceparent: continueTrace(fetch.traceparent),
      timeoutMs,
      signal,
    });
    const { result } = end;
    if (result === 'interrupted') return { kind: 'again', afterMs: 0, call: ended(admitted, end, 'Interrupted') };
    if (isFailure(result)) return afterFailure(fetch, policy, { ...end, result }, admitted);
    const content = await contentOf(result, source);
    if (isFailure(content)) return noAnswer(fetch, content, ended(admitted, end, content.reason));
    const { dataSourceId } = source;
    const fetched = { call: ended(admitted, end, 'Succeeded'), dataSourceId, content, request };
    return { kind: 'fetched', ...fetched, ...(wanted.share && { share: wanted.share }) };
  }
}

const heldBack: Failure = {
  reason: 'DataSourceUnreachable',
  detail: 'its host has not answered lately, and was not called any more for 10 min',
};

function neverEnded(begun: number): Failure {
  return { reason: 'DataSourceUnreachable', detail: `none of ${begun} calls came to its end` };
}

/** The rows of an answer, if it is what the data source is said to answer. */
async function contentOf(
  { contentType, body }: Answer,
  { policy, mapping }: Source,
): Promise<SnapshotContent | Failure> {
  const answer = readAnswer(contentType, body);
  if (isFailure(answer)) return answer;
  const fault = policy?.responseSchema && schemaFault(policy.responseSchema, answer.value);
  if (fault === undefined) return buildSnapshot(answer.value, mapping);
  return { reason: 'DataSourceMappingFailed', detail: `its answer does not fit its schema: ${fault}` };
}

function afterFailure(
  fetch: Fetch,
  policy: DataSourcePolicy,
  end: Omit<CallEnd, 'result'> & { result: CallFailure },
  begun: BegunCall,
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

function ended({ attempt, hostId }: BegunCall, end: CallEnd, outcome: string): EndedCall {
  const { status, bytes } = end;
  return { attempt, status, bytes, outcome, host: { id: hostId, sign: hostSign(end) } };
}
