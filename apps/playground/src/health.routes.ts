import type { FastifyInstance } from 'fastify';

/** Live: the process answers. Ready: mail can be sent to it as well. */
export function addHealthRoutes(http: FastifyInstance, isMailAccepted: () => boolean): void {
  http.get('/health/live', () => ({ status: 'up' }));
  http.get('/health/ready', (_request, reply) =>
    isMailAccepted() ? reply.send({ status: 'up' }) : reply.code(503).send({ status: 'down' }),
  );
}
