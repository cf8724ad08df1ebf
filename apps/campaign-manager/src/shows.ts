import { Answers } from '@clarion/service/openapi';
import { Type, type TSchema } from '@sinclair/typebox';

const ETag = Type.String({ description: 'The same as long as all that is shown is; to be sent as `If-Match`.' });

/** The answer of a route that shows one thing, with its entity tag. */
export function Shows(status: number, body: TSchema, description: string): MethodDecorator {
  return Answers(status, body, description, { headers: { ETag } });
}
