import { columnTypes } from '@clarion/contracts';
import { Type } from '@sinclair/typebox';
import { oneOf } from '../answer-fields.js';

const cell = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

const remap = Type.Object({
  values: Type.Array(
    Type.Object({ from: Type.String(), to: Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]) }),
  ),
  otherwise: Type.Optional(oneOf(['keep', 'error', 'default'])),
});

const column = Type.Object({
  id: Type.String(),
  label: Type.Optional(Type.String()),
  key: Type.String(),
  type: oneOf(columnTypes),
  maxLength: Type.Optional(Type.Integer()),
  isIgnored: Type.Optional(Type.Boolean()),
  remap: Type.Optional(remap),
  onNull: Type.Optional(oneOf(['keep', 'error', 'default'])),
  onError: Type.Optional(oneOf(['fail', 'reject-row', 'ignore-value', 'default'])),
  default: Type.Optional(cell),
});

/** How an answer becomes rows. */
export const mappingAnswer = Type.Object({
  mode: Type.Optional(oneOf(['array', 'flatten'])),
  arrayPath: Type.String({ description: 'JSON pointer (RFC 6901).' }),
  columns: Type.Array(column),
  limits: Type.Optional(
    Type.Object({
      maxBytes: Type.Optional(Type.Integer()),
      maxDepth: Type.Optional(Type.Integer()),
      maxKeyLength: Type.Optional(Type.Integer()),
      maxRows: Type.Optional(Type.Integer()),
    }),
  ),
});
