import { SetMetadata } from '@nestjs/common';
import type { RateKind } from './admission.js';

const rateKind = Symbol('rate kind');

/** A call of this route counts as one execution of this kind (`RateInterceptor`). */
export function Rated(kind: RateKind): MethodDecorator {
  return SetMetadata(rateKind, kind);
}

/** By which rate the route of this handler is counted; `undefined` where it is not, or counts for itself. */
export function rateKindOf(handler: object): RateKind | undefined {
  return Reflect.getMetadata(rateKind, handler) as RateKind | undefined;
}
