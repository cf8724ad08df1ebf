import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyBodyParser, RawServerBase } from 'fastify';
import { Problem } from './problem.js';
import { isTakenRaw, widenRawBodies, type Announced } from './raw-body.js';
import { readJson } from './readable-json.js';

type Parser = FastifyBodyParser<Buffer, RawServerBase>;

/**
 * Reads bodies as JSON (`readJson`; no `__proto__`), and nothing else, but for routes that take theirs raw. An empty body is
 * none, whatever type it is said to be: HTTP clients name a type also where they send nothing.
 */
export function acceptJson(app: NestFastifyApplication, bodyLimit: number): void {
  const fastify = app.getHttpAdapter().getInstance();
  widenRawBodies(fastify);
  // Fastify reads it as a text by itself.
  fastify.removeContentTypeParser('text/plain');
  const json: Parser = (request, body, done) => {
    if (isTakenRaw(request)) done(null, body);
    else if (body.length === 0) done(null, undefined);
    else readBody(request, body, done);
  };
  const anythingElse: Parser = (request, body, done) => {
    if (isTakenRaw(request)) done(null, body);
    else if (body.length === 0) done(null, undefined);
    else done(unsupported('Send the body as application/json.'));
  };
  app.useBodyParser('application/json', { bodyLimit }, json);
  app.useBodyParser('*', { bodyLimit }, anythingElse);
}

function readBody(request: Announced, body: Buffer, done: (error: Error | null, read?: unknown) => void): void {
  let read: unknown;
  try {
    requireReadable(request);
    read = readJson(body);
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, read);
}

/** JSON that is exchanged is UTF-8 (RFC 8259, section 8.1), and comes as it is. */
function requireReadable({ headers }: Announced): void {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(headers['content-type'] ?? '') ?? [];
  if (charset.toLowerCase() !== 'utf-8') throw unsupported('Send the body in UTF-8.');
  const { 'content-encoding': encoding = 'identity' } = headers;
  if (encoding.toLowerCase() !== 'identity') throw unsupported('Send the body without a content encoding.');
}

function unsupported(detail: string): Problem {
  return new Problem(415, 'UnsupportedMediaType', detail);
}
