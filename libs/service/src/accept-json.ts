import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyBodyParser, RawServerBase } from 'fastify';
import { Problem } from './problem.js';

const quote = 0x22;
const backslash = 0x5c;
/** Nobody means more; whatever walks through a body would run out of stack on several thousand. */
const deepest = 200;
const tooDeep = new Problem(400, 'InvalidRequest', `The body is nested more than ${deepest} levels deep.`);

type Parser<Body extends string | Buffer> = FastifyBodyParser<Body, RawServerBase>;

/**
 * Reads bodies as JSON (Fastify's own parser, which refuses `__proto__`), and nothing else; none that is nested very deep. An empty body is none,
 * whatever type it is said to be: HTTP clients name a type also where they send nothing.
 */
export function acceptJson(app: NestFastifyApplication, bodyLimit: number): void {
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error') as Parser<string>;
  const json: Parser<Buffer> = (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else if (isTooDeep(body)) done(tooDeep);
    else void parse(request, body.toString('utf8'), done);
  };
  const anythingElse: Parser<Buffer> = (_, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(new Problem(415, 'UnsupportedMediaType', 'Send the body as application/json.'));
  };
  app.useBodyParser('application/json', { bodyLimit }, json);
  app.useBodyParser('*', { bodyLimit }, anythingElse);
}

/** Counts brackets outside of texts, without reading the JSON. */
function isTooDeep(json: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === quote) at = endOfText(json, at);
    else if (byte === 0x5b || byte === 0x7b) depth += 1;
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

/** Where the text that begins at `start` ends. */
function endOfText(json: Buffer, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === backslash) at += 1;
    else if (json[at] === quote) return at;
  }
  return json.length;
}
