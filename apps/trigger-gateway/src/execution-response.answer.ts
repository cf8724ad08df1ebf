import { problemError } from '@clarion/service/openapi';
import { Type, type Static } from '@sinclair/typebox';

const refusedRecipient = Type.Object(
  {
    index: Type.Integer({ minimum: 0, description: 'The place in the call; from 0.' }),
    code: Type.String({ description: 'That of the problem, had the call not been partial.' }),
    errors: Type.Array(problemError),
  },
  { $id: 'RefusedRecipient' },
);

/** A recipient that a partial call goes without, as its answer lists them. */
export type RefusedRecipient = Static<typeof refusedRecipient>;

/** Adobe's `imExecutionResponse` (A.3.2). */
export const executionResponse = Type.Object(
  {
    executionId: Type.String({ description: '`UMA-`, `HUMA-` or `BMA-`, and a UUIDv7.' }),
    requestId: Type.String(),
    createdAt: Type.String({ format: 'date-time' }),
    createdBy: Type.String({ description: 'The key’s public id.' }),
    modifiedAt: Type.String({ format: 'date-time' }),
    modifiedBy: Type.String(),
    refusedRecipients: Type.Optional(
      Type.Array(refusedRecipient, {
        description: 'Whom a partial call goes without; absent where the call is not partial.',
      }),
    ),
  },
  { $id: 'ExecutionResponse' },
);

export type ExecutionResponse = Static<typeof executionResponse>;
