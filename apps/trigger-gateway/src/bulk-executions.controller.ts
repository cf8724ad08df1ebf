import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, Problem, RawBody, type Caller } from '@clarion/service';
import { Controller, Headers, HttpCode, Post, UseGuards } from '@nestjs/common';
import { BulkExecutions, type BulkAnswer } from './bulk-executions.js';
import { bulkItems } from './bulk-items.js';
import { Sent } from './sent-request.js';
import type { SentRequest } from './well-formed-call.js';

const lineTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/** Many executions in one call, which Adobe has not: lines or an array of bodies as single calls have them. */
@Controller(['ajo/im/executions', 'v1/executions'])
@UseGuards(ApiKeyGuard)
export class BulkExecutionsController {
  constructor(private readonly bulk: BulkExecutions) {}

  /** 200 whenever the bulk can be told into calls; what became of each says its own answer. */
  @Post('bulk')
  @HttpCode(200)
  @Needs('executions:write')
  @RawBody({ maxBytes: 10 * 1024 * 1024, types: ['application/json', ...lineTypes] })
  async postBulk(
    @Sent() { body, idempotencyKey, isPartial }: SentRequest,
    @Headers('content-type') type = '',
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<{ answers: BulkAnswer[] }> {
    if (idempotencyKey !== undefined) {
      const detail = 'The header Idempotency-Key names one request: give each execution a requestId.';
      throw new Problem(400, 'InvalidRequest', detail);
    }
    const form = /^application\/json\b/i.test(type) ? 'array' : 'lines';
    const items = await bulkItems(Buffer.isBuffer(body) ? body : Buffer.alloc(0), form);
    return { answers: await this.bulk.answersTo(items, { caller, traceparent, isPartial }) };
  }
}
