import { continueTrace } from '@clarion/observability';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The `traceparent` of what this request causes: the next step of the caller's trace, or a new one. */
export const CurrentTrace = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { traceparent } = context.switchToHttp().getRequest<FastifyRequest>().headers;
  return continueTrace(typeof traceparent === 'string' ? traceparent : undefined);
});
