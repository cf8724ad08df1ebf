import { Problem } from '@clarion/service';
import type { FastifyBodyParser, FastifyInstance, RawServerBase } from 'fastify';

/** A request for a token is a few hundred bytes. */
const bodyLimit = 8 * 1024;

/** Takes a form on this path, as text, of at most 8 KB; everywhere else a body is JSON, and only an empty one may be called a form. */
export function acceptForm(fastify: FastifyInstance, path: string): void {
  const form: FastifyBodyParser<string, RawServerBase> = (request, body, done) => {
    if (request.routeOptions.url === path) done(null, body);
    else if (body === '') done(null, undefined);
    else done(new Problem(415, 'UnsupportedMediaType', 'Send the body as application/json.'));
  };
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit }, form);
}
