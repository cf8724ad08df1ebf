import { Type, type Static } from '@sinclair/typebox';
import { count, momentText, nullable, oneOf } from './answer-fields.js';
import { snapshotOrigins } from './snapshot.answer.js';

const snapshot = Type.Object({
  id: Type.String(),
  origin: oneOf([...snapshotOrigins, 'shared', 'confirmed']),
  isStale: Type.Boolean(),
  contentHash: Type.String(),
  rowCount: count,
  rejectedCount: count,
  bytes: count,
  calls: count,
  fetchedAt: momentText,
  confirmedAt: nullable(momentText),
  request: nullable(Type.String()),
});

const call = Type.Object({
  attempt: Type.Integer({ minimum: 1 }),
  request: nullable(Type.String({ description: 'Method, host and path.' })),
  startedAt: momentText,
  endedAt: nullable(momentText),
  durationMs: nullable(count),
  status: nullable(Type.Integer()),
  bytes: nullable(count),
  outcome: nullable(Type.String({ description: '`Succeeded`, `Interrupted`, or why it failed; null: it goes on.' })),
});

const fetch = Type.Object({
  alias: Type.String(),
  state: oneOf(['waiting', 'suspended', 'fetched', 'failed', 'skipped', 'ignored', 'ended']),
  dataSourceId: nullable(Type.String()),
  waitsFor: nullable(oneOf(['breaker', 'rate', 'concurrency', 'share'], { description: 'Why it does not call now.' })),
  dueAt: nullable(momentText),
  reason: nullable(Type.String()),
  detail: nullable(Type.String()),
  snapshot: nullable(snapshot),
  calls: Type.Array(call, { description: 'The oldest first.' }),
});

/** What was fetched for an execution, and how, as the data-fetcher tells it. */
export const fetchesAnswer = Type.Object(
  {
    executionId: Type.String(),
    state: oneOf(['fetching', 'ready', 'failed', 'skipped', 'ended']),
    fetches: Type.Array(fetch),
  },
  { $id: 'Fetches' },
);

export type FetchesAnswer = Static<typeof fetchesAnswer>;

/** The aliases of the data sources that go on. */
export const resumedAnswer = Type.Object({ resumed: Type.Array(Type.String()) }, { $id: 'Resumed' });

export type ResumedAnswer = Static<typeof resumedAnswer>;

/** The copy of the snapshot that was chosen. */
export const snapshotChoiceAnswer = Type.Object({ snapshotId: Type.String() }, { $id: 'ChosenSnapshot' });

export type SnapshotChoiceAnswer = Static<typeof snapshotChoiceAnswer>;
