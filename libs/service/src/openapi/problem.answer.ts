import { Type, type Static } from '@sinclair/typebox';

/** One fault of a body, with what it is about. */
export const problemError = Type.Object({
  pointer: Type.String({ description: 'JSON pointer (RFC 6901) into the body; empty: all of it.' }),
  detail: Type.String(),
  code: Type.Optional(Type.String({ description: 'Stable, where the kind of fault has one.' })),
});

/** A problem document (RFC 9457), with Adobe's `report`. */
export const problem = Type.Object(
  {
    type: Type.String({ description: '`urn:clarion:problem:` and the code.' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String({ description: 'Stable: it never changes its meaning.' }),
    detail: Type.String({ description: 'One sentence for people.' }),
    errors: Type.Optional(Type.Array(problemError, { description: 'What is wrong with the body, fault by fault.' })),
    report: Type.Object({ additionalContext: Type.Record(Type.String(), Type.String()) }),
  },
  { $id: 'Problem', description: 'Why a request is refused.' },
);

export type ProblemDocument = Static<typeof problem>;
