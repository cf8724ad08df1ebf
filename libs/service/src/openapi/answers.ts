import { ApiResponse } from '@nestjs/swagger';
import type { TProperties, TSchema } from '@sinclair/typebox';
import { headersOf } from './described.js';

/** What an answer has beside its status, body and description. */
export interface AnswerOptions {
  /** Headers that it has, by their names; those that are `Optional` it may have. */
  headers?: TProperties;
  /** Media types of the body, `application/json` unless told. */
  types?: readonly string[];
}

/**
 * An answer of a route that took the call. Schemas with an `$id` get that name in the document.
 * @param body `undefined`: it has none.
 */
export function Answers(
  status: number,
  body: TSchema | undefined,
  description: string,
  { headers = {}, types = ['application/json'] }: AnswerOptions = {},
): MethodDecorator {
  return ApiResponse({
    status,
    description,
    ...(Object.keys(headers).length > 0 && { headers: headersOf(headers) }),
    ...(body && { content: Object.fromEntries(types.map((type) => [type, { schema: body }])) }),
  });
}
