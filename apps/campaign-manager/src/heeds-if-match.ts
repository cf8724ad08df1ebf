import { Refuses, TakesHeaders } from '@clarion/service/openapi';
import { applyDecorators } from '@nestjs/common';
import { Type } from '@sinclair/typebox';

const tag = Type.String({
  description: 'The `ETag` of what was seen: it is changed only where it is still so. `*`: however it is.',
});

/** The route changes something that its caller has seen, where they say so; with `isRequired`, they must. */
export function HeedsIfMatch({ isRequired = false } = {}): MethodDecorator {
  return applyDecorators(
    TakesHeaders({ 'If-Match': isRequired ? tag : Type.Optional(tag) }),
    Refuses(412, 'PreconditionFailed'),
    ...(isRequired ? [Refuses(428, 'PreconditionRequired')] : []),
  );
}
