import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, Problem, RawBody, type Caller } from '@clarion/service';
import { Answers, Area, Does, Takes } from '@clarion/service/openapi';
import { Controller, Headers, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { bulkAnswers, type BulkAnswer } from './bulk.answer.js';
import { BulkExecutions } from './bulk-executions.js';
import { bulkItems } from './bulk-items.js';
import { MayBePartial } from './call-description.js';
import { Admission } from './limits/admission.js';
import { Places } from './limits/places.js';
import { TellsRates } from './limits/tells-rates.js';
import { Sent } from './sent-request.js';
import type { SentRequest } from './well-formed-call.js';

const lineTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/** Many executions in one call, which Adobe has not: lines or an array of bodies as single calls have them. */
@Area('Executions')
@Controller(['ajo/im/executions', 'v1/executions'])
@UseGuards(ApiKeyGuard)
export class BulkExecutionsController {
  constructor(
    private readonly bulk: BulkExecutions,
    private readonly places: Places,
    private readonly admission: Admission,
  ) {}

  /** 200 whenever the bulk can be told into calls, which are counted all or none; what became of each says its own answer. */
  @Post('bulk')
  @HttpCode(200)
  @Does(
    'Triggers many campaigns, each judged and kept by itself.',
    'Bodies as single calls have them, as a JSON array or one a line: 1 to 1,000 of them, 10 MB. One with `recipients` is a unitary execution, any other is for an audience.',
  )
  @Takes(Type.Unknown(), { types: ['application/json', ...lineTypes] })
  @MayBePartial()
  @Answers(200, bulkAnswers, 'What became of each, in their order.')
  @TellsRates()
  @Needs('executions:write')
  @RawBody({ maxBytes: 10 * 1024 * 1024, types: ['application/json', ...lineTypes] })
  async postBulk(
    @Sent() { body, idempotencyKey, isPartial }: SentRequest,
    @Headers('content-type') type = '',
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ answers: BulkAnswer[] }> {
    if (idempotencyKey !== undefined) {
      const detail = 'The header Idempotency-Key names one request: give each execution a requestId.';
      throw new Problem(400, 'InvalidRequest', detail);
    }
    const form = /^application\/json\b/i.test(type) ? 'array' : 'lines';
    return this.places.within(caller.sandbox, async () => {
      const items = await bulkItems(Buffer.isBuffer(body) ? body : Buffer.alloc(0), form);
      await this.admission.admit(caller, 'standard', items.length, reply);
      return { answers: await this.bulk.answersTo(items, { caller, traceparent, isPartial }) };
    });
  }
}
