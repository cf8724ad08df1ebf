import type { ValueSchema } from './schema-values.fixture.js';

/** A request as it is put on the wire. */
export interface FuzzedRequest {
  method: string;
  /** Encoded, with its query. */
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
  /** What was done to it; `valid`: nothing. */
  kind: string;
}

/** A valid request, of which broken ones are made. */
export interface ValidRequest extends FuzzedRequest {
  /** What its body was made of, where it is JSON. */
  value?: unknown;
}

/** An operation of an OpenAPI document, as requests are made from it. */
export interface FuzzedOperation {
  parameters: { name: string; in: string; required: boolean; schema: ValueSchema }[];
  requestBody?: { content: Record<string, { schema: ValueSchema }> };
}
