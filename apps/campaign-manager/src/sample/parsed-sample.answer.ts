import { Type, type Static } from '@sinclair/typebox';
import { count, oneOf } from '../answer-fields.js';
import { mappingAnswer } from '../data-source/mapping.answer.js';

const warning = Type.Object({
  code: oneOf([
    ...(['MixedTypes', 'NestedValue', 'InexactNumber', 'MissingValue', 'KeyTooLong', 'UnusableKey'] as const),
    ...(['SameId', 'RepeatedName', 'NotAnObject', 'TooManyColumns', 'TooManyArrays', 'TooDeep'] as const),
  ]),
  key: Type.Optional(Type.String({ description: 'The key that it is about.' })),
  detail: Type.String(),
});

/** Something about a sample that whoever maps it should know. */
export type SampleWarning = Static<typeof warning>;

const proposed = {
  mapping: mappingAnswer,
  nullable: Type.Array(Type.String(), { description: 'The ids of columns that are null somewhere.' }),
  warnings: Type.Array(warning),
};

const flatten = Type.Object(proposed);

/** A mapping that fits the sample. */
export type ProposedMapping = Static<typeof flatten>;

/** What a sample could be mapped as; `flatten` is absent where the answer is of lines, and where it has no values. */
export const parsedSampleAnswer = Type.Object(
  {
    arrays: Type.Array(Type.Object({ path: Type.String(), elements: count, ...proposed })),
    flatten: Type.Optional(flatten),
    warnings: Type.Array(warning, { description: 'About the sample as a whole.' }),
  },
  { $id: 'ParsedSample' },
);

export type ParsedSample = Static<typeof parsedSampleAnswer>;
