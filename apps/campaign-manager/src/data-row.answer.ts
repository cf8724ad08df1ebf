import type { DataRow } from '@clarion/contracts';
import { Type } from '@sinclair/typebox';

/** A row of a snapshot: its number, and the mapping's columns. */
export const dataRow = Type.Unsafe<DataRow>({
  type: 'object',
  required: ['lineNum'],
  properties: { lineNum: { type: 'integer', minimum: 1 } },
  additionalProperties: true,
});

/** A row that a column's rule has put aside. */
export const rejectedRow = Type.Object({
  row: Type.Integer({ minimum: 1, description: 'Its number in the answer, over all pages.' }),
  column: Type.Optional(
    Type.String({ description: 'The id of the column that it does not fit; absent: it is no object.' }),
  ),
  reason: Type.String(),
});
