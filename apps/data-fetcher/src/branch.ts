import { events } from '@clarion/contracts';
import { continueTrace } from '@clarion/observability';
import type { OwedEvent } from '@clarion/persistence';
import type { Accepted } from './beginning.js';
import type { Failure } from './failure.js';

/** What the outbox keeps of a request for an execution: `RequestPublisher` gives it the form that the gateway takes. */
export interface OwedRequest {
  sandbox: string;
  /** What HTTP would be asked with. */
  body: object;
}

/** Whose place another campaign takes, and why: `context.failure` of its templates. */
export interface TakenOver extends Failure {
  alias: string;
  executionId: string;
  campaignId: string;
}

/** A fetch as far as a branch is about it. */
export interface BranchingFetch {
  alias: string;
  execution: Accepted;
  traceparent: string;
}

/** Whether an execution has taken another one's place itself: it does not branch again, so that no circle goes round. */
export function isBranch({ recipients, context }: Accepted): boolean {
  const { failure } = (recipients?.[0]?.context ?? context ?? {}) as { failure?: Partial<TakenOver> | null };
  return typeof failure?.executionId === 'string' && typeof failure.campaignId === 'string';
}

/**
 * The request that has `campaignId` take an execution's place: for the same recipients, or for that campaign's own audience,
 * with `failure` in the context. Of the same failure it is always the same request.
 */
export function branchRequest(fetch: BranchingFetch, failure: Failure, campaignId: string): OwedEvent {
  const { sandbox, executionId } = fetch.execution;
  const data: OwedRequest = { sandbox, body: bodyOf(fetch, failure, campaignId) };
  const traceparent = continueTrace(fetch.traceparent);
  return { topic: events.executionRequested.type, id: requestIdOf(fetch), key: executionId, traceparent, data };
}

/** How an execution ends whose place another campaign takes. */
export function branchedEnd(fetch: BranchingFetch, { detail }: Failure, campaignId: string): Failure {
  const successor = `Campaign ${campaignId} takes over, by the request ${requestIdOf(fetch)}.`;
  return { reason: 'Branched', detail: `${detail} ${successor}` };
}

function bodyOf({ alias, execution }: BranchingFetch, { reason, detail }: Failure, campaignId: string): object {
  const { executionId, campaignId: own, recipients, context } = execution;
  const failure: TakenOver = { alias, reason, detail, executionId, campaignId: own };
  const request = { requestId: requestIdOf({ alias, execution }), campaignId };
  if (!recipients) return { ...request, context: { ...context, failure } };
  const told = recipients.map((recipient) => ({ ...recipient, context: { ...recipient.context, failure } }));
  return { ...request, recipients: told };
}

function requestIdOf({ alias, execution }: Pick<BranchingFetch, 'alias' | 'execution'>): string {
  return `branch:${execution.executionId}:${alias}`;
}
