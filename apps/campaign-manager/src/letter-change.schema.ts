import { Type } from '@sinclair/typebox';
import { oneOf } from './answer-fields.js';
import { consumingServices } from './dead-letter-services.js';

const closed = { additionalProperties: false };
const service = oneOf(consumingServices);
const name = Type.Optional(Type.String({ maxLength: 1_000 }));

/** Which letters are to be replayed or discarded, in the words of JSON Schema (`letter-change.ts`). */
export const letterChangeSchema = Type.Union(
  [
    Type.Object(
      { service, ids: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 1_000 }) },
      { ...closed, description: 'These, of one service.' },
    ),
    Type.Object(
      {
        service: Type.Optional(service),
        match: Type.Object({ group: name, topic: name, errorClass: name }, closed),
      },
      { ...closed, description: 'All open ones that match, of one service or of all.' },
    ),
  ],
  { $id: 'LetterSelection' },
);
