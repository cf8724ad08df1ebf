import type { Lease } from '@clarion/persistence';
import type { Accepted } from './beginning.js';
import type { Failure } from './failure.js';
import type { SnapshotContent } from './mapping/snapshot-content.js';
import type { Calls } from './retries.js';
import type { CallRow, ExecutionRow, FetchRow, Tables } from './tables.js';

/** A fetch while it is a worker's. */
export type FetchLease = Lease<Tables, FetchRow>;

/** What one claim of a fetch needs to know. */
export interface Fetch {
  executionId: string;
  alias: string;
  leaseId: string;
  requestBody: string | null;
  calls: Calls;
  execution: Accepted;
  executionState: ExecutionRow['state'];
  traceparent: string;
}

/** A call that has ended, for the call log. */
export type EndedCall = Pick<CallRow, 'attempt' | 'status' | 'bytes'> & { outcome: string };

/** What one claim of a fetch came to. */
export type FetchResult =
  | { kind: 'fetched'; call: EndedCall; dataSourceId: string; content: SnapshotContent }
  /** For good: the execution fails with it. */
  | { kind: 'failed'; failure: Failure; call?: EndedCall }
  /** The call is made again. */
  | { kind: 'again'; afterMs: number; call: EndedCall }
  /** The execution has ended without it. */
  | { kind: 'ended' };
