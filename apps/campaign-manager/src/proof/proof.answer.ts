import { Type, type Static } from '@sinclair/typebox';

/** An execution of a version that is not live. */
export const proofAnswer = Type.Object(
  { executionId: Type.String(), version: Type.Integer({ minimum: 1 }) },
  { $id: 'ProofAccepted' },
);

export type ProofAccepted = Static<typeof proofAnswer>;
