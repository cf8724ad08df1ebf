import { callerOf, traceOf, type Caller } from '@clarion/service';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Origin } from './definition.js';

/** A call that changes something: who makes it, its trace, and what it says of the thing that it has seen. */
export interface ChangingCall extends Caller, Origin {
  /** The header `If-Match`. */
  ifMatch: string | undefined;
}

interface Request {
  headers: Record<string, string | undefined>;
}

/** The call, for a route behind `ApiKeyGuard` that changes something. */
export const CurrentCall = createParamDecorator((_: unknown, context: ExecutionContext): ChangingCall => {
  const { headers } = context.switchToHttp().getRequest<Request>();
  return { ...callerOf(context), traceparent: traceOf(context), ifMatch: headers['if-match'] };
});
