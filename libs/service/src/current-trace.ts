import { continueTrace } from '@clarion/observability';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The `traceparent` of what a request causes: the next step of the caller's trace, or a new one. */
export function traceOf(context: ExecutionContext): string {
  const { traceparent } = context.switchToHttp().getRequest<FastifyRequest>().headers;
  return continueTrace(typeof traceparent === 'string' ? traceparent : undefined);
}

/** The `traceparent` of what this request causes. */
export const CurrentTrace = createParamDecorator((_: unknown, context: ExecutionContext): string => traceOf(context));
