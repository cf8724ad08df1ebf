import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true });
`;

/** Nothing from elsewhere is loaded, and nothing is told to anybody else. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const packaged = [
  { name: 'swagger-ui.css', type: 'text/css; charset=utf-8' },
  { name: 'swagger-ui-bundle.js', type: 'text/javascript; charset=utf-8' },
];

/** Serves a document at `/openapi.json`, and a page to browse it at `/docs`, to whoever comes. */
export function serveOpenApi(fastify: FastifyInstance, document: object): void {
  const { resolve } = createRequire(import.meta.url);
  const json = JSON.stringify(document);
  fastify.get('/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(json));
  const headers = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff' };
  fastify.get('/docs', (_, reply) => reply.headers(headers).type('text/html; charset=utf-8').send(page));
  fastify.get('/docs/start.js', (_, reply) =>
    reply.headers(headers).type('text/javascript; charset=utf-8').send(start),
  );
  for (const { name, type } of packaged) {
    const file = resolve(`swagger-ui-dist/${name}`);
    fastify.get(`/docs/${name}`, async (_, reply) =>
      reply
        .headers(headers)
        .type(type)
        .send(await readFile(file)),
    );
  }
}
