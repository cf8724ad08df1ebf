import { plainTextSchema } from '@clarion/service';
import { Type } from '@sinclair/typebox';
import { ruleGroup } from './audience.answer.js';

const closed = { additionalProperties: false };
const text = (maxLength: number) => Type.Unsafe<string>(plainTextSchema({ maxLength }));

const identity = Type.Object({ namespace: text(64), userId: text(320) }, closed);

/** An audience as it is sent to us, in the words of JSON Schema, as far as they go (`read-audience.ts`). */
export const audienceSchema = Type.Union(
  [
    Type.Object({ name: text(200), kind: Type.Literal('rule'), rule: ruleGroup }, closed),
    Type.Object(
      {
        name: text(200),
        kind: Type.Literal('list'),
        identities: Type.Array(identity, { minItems: 1, maxItems: 10_000 }),
      },
      closed,
    ),
  ],
  { $id: 'AudienceBody' },
);
