import { problem } from '@clarion/service/openapi';
import { Type, type Static } from '@sinclair/typebox';
import { executionResponse } from './execution-response.answer.js';
import { scheduleStatus } from './schedules/schedule-status.answer.js';

const bulkAnswer = Type.Object(
  {
    status: Type.Integer({ minimum: 200, maximum: 599, description: 'That of the answer, had the call come alone.' }),
    isReplayed: Type.Optional(Type.Literal(true, { description: 'It was accepted before.' })),
    retryAfterSeconds: Type.Optional(Type.Integer({ minimum: 0, description: 'The header `Retry-After`.' })),
    body: Type.Union([executionResponse, scheduleStatus, problem], {
      description: 'The execution or its schedule, or a problem.',
    }),
  },
  { $id: 'BulkAnswer' },
);

/** What a call of a bulk would have been answered, had it come alone. */
export type BulkAnswer = Static<typeof bulkAnswer>;

/** What became of each execution of a bulk, in their order. */
export const bulkAnswers = Type.Object({ answers: Type.Array(bulkAnswer, { minItems: 1, maxItems: 1_000 }) });
