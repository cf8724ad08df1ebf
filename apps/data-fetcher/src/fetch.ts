import type { CampaignDataSource, FailureHandling } from '@clarion/contracts';
import type { Lease } from '@clarion/persistence';
import type { Accepted } from './beginning.js';
import type { Failure } from './failure.js';
import type { SnapshotContent } from './mapping/snapshot-content.js';
import type { HostSign } from './policy/breaker.js';
import type { AnswerHeaders } from './policy/freshness.js';
import type { RequestIdentity } from './policy/request-identity.js';
import type { Calls } from './policy/retries.js';
import type { SharedAnswer } from './policy/shared-answer.js';
import type { RenderedRequest } from './request/rendered-request.js';
import type { CallRow, ExecutionRow, FetchRow, Tables } from './tables.js';

/** A fetch while it is a worker's. */
export type FetchLease = Lease<Tables, FetchRow>;

/** What one claim of a fetch needs to know. */
export interface Fetch {
  executionId: string;
  alias: string;
  leaseId: string;
  /** Null until it is kept. */
  request: RenderedRequest | null;
  /** Since when its host's breaker keeps it waiting. */
  heldSince: Date | null;
  /** The moment that its host's rate has for it. */
  slotAt: Date | null;
  calls: Calls;
  execution: Accepted;
  executionState: ExecutionRow['state'];
  isCancelled: boolean;
  /** No event tells of it: what others share is fetched again. */
  isRefresh: boolean;
  traceparent: string;
}

/** A call that has ended, for the call log, and what it says of its host. */
export type EndedCall = Pick<CallRow, 'attempt' | 'status' | 'bytes'> & {
  outcome: string;
  dataSourceId: string;
  /** With all its pages, and a token where one was fetched for it. */
  durationMs: number;
  host: { id: string; sign: HostSign };
};

/** On which terms executions share an answer. */
export interface Share {
  key: string;
  /** For so long, or at most. */
  seconds: number;
  /** Who says for how long: these terms, or the answer. */
  freshness: NonNullable<CampaignDataSource['freshness']>;
}

/** An answer that its source may confirm. */
export interface KeptAnswer {
  snapshotId: string;
  headers: AnswerHeaders;
}

/** Why a fetch has failed for good. */
export interface FinalFailure {
  failure: Failure;
  /** The last one, if it ended right now. */
  call?: EndedCall;
  /** Absent where the campaign's version is not known. */
  dataSourceId?: string;
}

/** There is no answer, and there will be none by calling. */
export type NoAnswer = { kind: 'no-answer' } & FinalFailure;

/** What one claim of a fetch came to. */
export type FetchResult =
  | {
      kind: 'fetched';
      call: EndedCall;
      dataSourceId: string;
      content: SnapshotContent;
      request: RequestIdentity;
      share?: SharedAnswer;
    }
  /** Its source has confirmed the snapshot that executions share. */
  | { kind: 'confirmed'; call: EndedCall; dataSourceId: string; snapshotId: string; share: SharedAnswer }
  /** Another execution's snapshot is its own, too. */
  | { kind: 'shared'; dataSourceId: string; snapshotId: string }
  /** It failed, and a copy of this older snapshot stands in. */
  | ({ kind: 'stale'; snapshotId: string } & FinalFailure)
  /** It failed, and what the policy has stands in. */
  | ({ kind: 'fallback'; content: SnapshotContent; dataSourceId: string } & FinalFailure)
  /** The sample of its policy stands in: it is not called where its execution is none in earnest. */
  | { kind: 'sampled'; content: SnapshotContent; dataSourceId: string }
  /** It failed for good, and is handled so. */
  | ({ kind: 'failed'; handling: Exclude<FailureHandling, 'branch'> } & FinalFailure)
  /** It failed for good, and this campaign takes the execution's place. */
  | ({ kind: 'branched'; campaignId: string } & FinalFailure)
  /** The call is made again. */
  | { kind: 'again'; afterMs: number; call: EndedCall }
  /** It may not call yet. */
  | { kind: 'waits'; afterMs: number; for: NonNullable<FetchRow['waits_for']> }
  /** The execution has ended without it. */
  | { kind: 'ended' };
