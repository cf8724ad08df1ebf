import { Type } from '@sinclair/typebox';
import type { EventDefinition } from './event-definition.js';
import { recipientSchema } from './execution-events.js';
import { identifier, jsonObject } from './fields.js';

/** The caller's name for what it asks: the same one runs once. Absent: the event's `source` and `id` stand for it. */
const requestId = Type.Optional(Type.String({ minLength: 1, maxLength: 255 }));

/** All is done but the sending. */
const dryRun = Type.Optional(Type.Boolean());

/** Adobe's `imExecutionRequestUnitary` (A.3.1). */
const unitaryRequest = Type.Object({
  requestId,
  campaignId: identifier,
  dryRun,
  recipients: Type.Array(recipientSchema, { minItems: 1, maxItems: 20 }),
});

/** Adobe's `imExecutionRequestAudience` (A.3.1). */
const audienceRequest = Type.Object({
  requestId,
  campaignId: identifier,
  dryRun,
  audience: Type.Optional(Type.Object({ id: identifier })),
  context: Type.Optional(jsonObject),
  /** Present: it runs then, once; up to a year ahead. Absent: it runs at once. */
  schedule: Type.Optional(Type.Object({ executeAt: Type.String({ format: 'date-time' }) })),
});

/**
 * Please run this: the body of the HTTP call that would ask the same. Its sandbox is the extension attribute `sandbox`.
 * Key: the producer's.
 */
export const executionRequested = {
  type: 'execution.requested.v1',
  summary: 'Please run this: the body of the HTTP call that would ask the same.',
  key: "the producer's choice",
  isCompacted: false,
  isFromAnyone: true,
  schema: Type.Union([unitaryRequest, audienceRequest]),
} as const satisfies EventDefinition;

/** The answer that HTTP would have given (RFC 9457). */
const problemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  /** Stable: callers may rely on it. */
  code: Type.String(),
  detail: Type.String(),
  errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))),
  report: Type.Optional(Type.Object({ additionalContext: jsonObject })),
});

/** A request was refused, and does not run. Key: that of the request, or the id of its event where it had none. */
export const executionRejected = {
  type: 'execution.rejected.v1',
  summary: 'A request was refused, with the problem that HTTP would have answered with.',
  key: "that of the request, or its event's id where it has none",
  isCompacted: false,
  schema: Type.Object({
    sandbox: identifier,
    /** The CloudEvents `source` and `id` of the request. */
    requestSource: identifier,
    requestEventId: identifier,
    problem: problemSchema,
  }),
} as const satisfies EventDefinition;
