import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyBodyParser, RawServerBase } from 'fastify';
import { depthProblemOf } from './json-depth.js';
import { Problem } from './problem.js';

type Parser<Body extends string | Buffer> = FastifyBodyParser<Body, RawServerBase>;

/**
 * Reads bodies as JSON (Fastify's own parser, which refuses `__proto__`), and nothing else; none that is nested very deep. An empty body is none,
 * whatever type it is said to be: HTTP clients name a type also where they send nothing.
 */
export function acceptJson(app: NestFastifyApplication, bodyLimit: number): void {
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error') as Parser<string>;
  const json: Parser<Buffer> = (request, body, done) => {
    const problem = depthProblemOf(body);
    if (body.length === 0) done(null, undefined);
    else if (problem) done(problem);
    else void parse(request, body.toString('utf8'), done);
  };
  const anythingElse: Parser<Buffer> = (_, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(new Problem(415, 'UnsupportedMediaType', 'Send the body as application/json.'));
  };
  app.useBodyParser('application/json', { bodyLimit }, json);
  app.useBodyParser('*', { bodyLimit }, anythingElse);
}
