import { Type, type Static, type TObject } from '@sinclair/typebox';
import { byName } from '../answer-fields.js';

const body = Type.Unsafe<object>({ type: 'object', additionalProperties: true });
const headers = byName(Type.String());

const call = {
  method: Type.Literal('POST'),
  url: Type.String(),
  headers,
  body,
};

/** A call over HTTP; its secret is a placeholder, `$CLARION_SECRET`. */
export type SampleCall = Static<TObject<typeof call>>;

/** A call of a campaign, ready to be made, in each way in which it can be. */
export const sampleRequestAnswer = Type.Object(
  {
    ...call,
    curl: Type.String({ description: 'For a shell that has the secret in `CLARION_SECRET`.' }),
    javaScript: Type.String({ description: 'For Node and browsers, by `fetch`.' }),
    kafka: Type.Object({ topic: Type.String(), headers, value: body }),
    unfit: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'JSON pointers of what does not fit the schema, which is tighter than a sample can know; absent: all fits.',
      }),
    ),
  },
  { $id: 'SampleRequest' },
);

export type SampleRequest = Static<typeof sampleRequestAnswer>;
