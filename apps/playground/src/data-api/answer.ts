import { STATUS_CODES } from 'node:http';
import { mayHaveBody, type Behaviour } from './behaviour.js';
import { jsonOfBytes } from './json-pieces.js';

/** What is sent, before a behaviour drops it half way. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** In pieces; left out when the status allows none. */
  readonly body?: Iterable<string>;
}

const json = 'application/json; charset=utf-8';
const garbage = ['<!-- this was meant to be JSON --> {"rows": [{"text": "…'];

/** The answer as told; `usual` is asked for the body only when it is needed. */
export function answerOf(told: Partial<Behaviour>, usual: () => Iterable<string>): Answer {
  const { status = 200, retryAfterSeconds } = told;
  const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` };
  // Nothing follows a 1xx, and only a closed connection tells its client so.
  if (!mayHaveBody(status)) return { status, headers: { ...retryAfter, ...(status < 200 && { connection: 'close' }) } };

  const { type = json, body } = bodyOf(told, status, usual);
  return { status, headers: { ...retryAfter, 'content-type': type }, body };
}

function bodyOf(told: Partial<Behaviour>, status: number, usual: () => Iterable<string>) {
  if (told.garbage) return { body: garbage };
  if (told.bodyBytes !== undefined) return { body: jsonOfBytes(told.bodyBytes) };
  if (status >= 400) return { type: 'application/problem+json', body: [problemOf(status)] };
  return { body: usual() };
}

function problemOf(status: number): string {
  const title = STATUS_CODES[status] ?? 'Unknown';
  return JSON.stringify({ type: 'about:blank', title, status, code: 'as-told', detail: 'Told by PUT /api/behaviour' });
}
