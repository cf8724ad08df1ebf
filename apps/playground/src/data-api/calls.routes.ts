import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Calls } from './calls.js';
import { jsonOfRows } from './json-pieces.js';

/** Who called the data API since the last reset. */
export function addCallsRoutes(http: FastifyInstance, calls: Calls): void {
  http.get('/api/calls', () => calls.perPath());

  http.get('/api/calls/log', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(Readable.from(jsonOfRows('calls', calls.newestFirst()))),
  );

  http.delete('/api/calls', (_request, reply) => {
    calls.reset();
    return reply.code(204).send();
  });
}
