import { Problem } from '@clarion/service';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { SentRequest } from './well-formed-call.js';

/** What the caller sends, not held against any rule yet. */
export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): SentRequest => {
  return sentBy(context.switchToHttp().getRequest<FastifyRequest>());
});

/** @throws Problem (400) where `partial` is neither true nor false */
function sentBy({ body, headers, query }: FastifyRequest): SentRequest {
  const key = headers['idempotency-key'];
  const { partial = 'false' } = query as { partial?: unknown };
  if (partial !== 'true' && partial !== 'false') {
    throw new Problem(400, 'InvalidRequest', 'The parameter partial must be true or false.');
  }
  return { body, isPartial: partial === 'true', ...(typeof key === 'string' && { idempotencyKey: key }) };
}
