import { ApiOperation } from '@nestjs/swagger';

/** What a route does, in one sentence, and what else callers ought to know. */
export function Does(summary: string, description?: string): MethodDecorator {
  return ApiOperation({ summary, ...(description !== undefined && { description }) });
}
