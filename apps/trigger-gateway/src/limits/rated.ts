import { Refuses, Tells } from '@clarion/service/openapi';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Type } from '@sinclair/typebox';
import type { RateKind } from './admission.js';

const rateKind = Symbol('rate kind');

/** A call of this route counts as one execution of this kind (`RateInterceptor`). */
export function Rated(kind: RateKind): MethodDecorator {
  return applyDecorators(SetMetadata(rateKind, kind), TellsRates());
}

/** What a route says of itself whose calls are counted (`Admission`). */
export function TellsRates(): MethodDecorator {
  return applyDecorators(
    Refuses(429, 'RateExceeded'),
    Tells({
      'RateLimit-Policy': Type.String({
        description: 'The rates that the call was counted by: `"sandbox";q=500;w=1`.',
      }),
      RateLimit: Type.String({ description: 'What is left of them, and after how many seconds there is more.' }),
    }),
  );
}

/** By which rate the route of this handler is counted; `undefined` where it is not, or counts for itself. */
export function rateKindOf(handler: object): RateKind | undefined {
  return Reflect.getMetadata(rateKind, handler) as RateKind | undefined;
}
