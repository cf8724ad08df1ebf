import { columnTypes } from '@clarion/contracts';
import { Type, type Static } from '@sinclair/typebox';
import { byName, count, oneOf } from '../answer-fields.js';
import { dataRow, rejectedRow } from '../data-row.answer.js';

/** What came of one call of a data source that is being written. No secret is in it. */
export const dataSourceTestAnswer = Type.Object(
  {
    ok: Type.Boolean(),
    reason: Type.Optional(Type.String({ description: 'Why it failed; stable.' })),
    detail: Type.Optional(Type.String()),
    status: Type.Optional(Type.Integer({ description: 'The HTTP status, where one came.' })),
    headers: Type.Optional(byName(Type.String())),
    durationMs: Type.Integer({ minimum: 0 }),
    bytes: count,
    rows: Type.Optional(Type.Array(dataRow, { description: 'The first ones, mapped.' })),
    rowCount: Type.Optional(count),
    rejectedCount: Type.Optional(count),
    rejected: Type.Optional(Type.Array(rejectedRow)),
    columns: Type.Optional(
      Type.Array(Type.Object({ id: Type.String(), label: Type.Optional(Type.String()), type: oneOf(columnTypes) })),
    ),
    warnings: Type.Array(Type.String()),
  },
  { $id: 'DataSourceTest' },
);

export type DataSourceTestAnswer = Static<typeof dataSourceTestAnswer>;
