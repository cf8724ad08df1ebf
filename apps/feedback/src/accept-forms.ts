import { Problem } from '@clarion/service';
import type { FastifyInstance } from 'fastify';
import { formTypes } from './unsubscribe-form.js';

/** A form as it was posted, not read yet. */
export class PostedForm {
  constructor(
    readonly body: string,
    readonly contentType: string,
  ) {}
}

const bodyLimit = 16 * 1024;

/** Takes forms below this path; everywhere else a body is JSON. */
export function acceptForms(fastify: FastifyInstance, path: string): void {
  fastify.addContentTypeParser(formTypes, { parseAs: 'string', bodyLimit }, (request, body, done) => {
    const { 'content-type': contentType = '' } = request.headers;
    if (request.routeOptions.url?.startsWith(path)) done(null, new PostedForm(String(body), contentType));
    else done(new Problem(415, 'UnsupportedMediaType', 'Send the body as application/json.'));
  });
}
