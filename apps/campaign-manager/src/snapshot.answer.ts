import { Type, type Static } from '@sinclair/typebox';
import { count, momentText, nullable, oneOf } from './answer-fields.js';
import { dataRow, rejectedRow } from './data-row.answer.js';

/** Where the answer that a snapshot keeps is from. */
export const snapshotOrigins = ['call', 'stale', 'fallback', 'sample', 'chosen'] as const;

/** A snapshot's facts and its first rows, as the data-fetcher tells them. */
export const snapshotAnswer = Type.Object(
  {
    id: Type.String(),
    dataSourceId: Type.String(),
    executionId: Type.String(),
    alias: Type.String(),
    origin: oneOf(snapshotOrigins),
    isStale: Type.Boolean({ description: 'It is a copy of an older one, since its data source failed.' }),
    fetchedAt: momentText,
    confirmedAt: nullable(momentText),
    bytes: count,
    rowCount: count,
    rejectedCount: count,
    rejected: Type.Array(rejectedRow),
    calls: count,
    request: nullable(Type.String({ description: 'Method, host and path.' })),
    contentHash: Type.String(),
    rows: Type.Array(dataRow),
  },
  { $id: 'Snapshot' },
);

export type SnapshotAnswer = Static<typeof snapshotAnswer>;
