import { Type, type Static } from '@sinclair/typebox';
import { oneOf } from '../answer-fields.js';

const saved = Type.Object({
  id: Type.String(),
  name: Type.String(),
  outcome: oneOf(['created', 'updated', 'unchanged']),
});

/** What became of a part of a document. */
export type Saved = Static<typeof saved>;

/** What became of each part of a document. */
export const importedAnswer = Type.Object(
  {
    campaign: saved,
    audience: Type.Optional(saved),
    channelConfiguration: saved,
    dataSources: Type.Array(saved),
  },
  { $id: 'Imported' },
);

export type Imported = Static<typeof importedAnswer>;
