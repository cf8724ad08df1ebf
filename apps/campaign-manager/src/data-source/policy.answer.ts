import { Type } from '@sinclair/typebox';
import { jsonObject } from '../answer-fields.js';

/** How a data source is called; what is absent is as the data-fetcher has it. */
export const policyAnswer = Type.Object({
  retries: Type.Optional(Type.Integer()),
  retryStatuses: Type.Optional(Type.Array(Type.Integer())),
  retryPauseMs: Type.Optional(Type.Integer()),
  callsPerSecond: Type.Optional(Type.Number()),
  concurrency: Type.Optional(Type.Integer()),
  responseSchema: Type.Optional(jsonObject),
  staleIfErrorSeconds: Type.Optional(Type.Integer()),
  fallback: Type.Optional(Type.Unknown()),
  hasSideEffects: Type.Optional(Type.Boolean()),
  sample: Type.Optional(Type.Unknown()),
});
