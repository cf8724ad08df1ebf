import { isSecret, hashSecret, bearerOf } from '@clarion/security';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createServer, type Server } from 'node:http';
import { Problem } from './problem.js';

/**
 * Serves `/internal` on a port of its own, to whoever has the service token, and `/metrics`, to whoever reaches the port:
 * scrapers bring no token of ours, and it has only numbers. There is nothing else there, and neither on the public port.
 * @returns the server of the internal port, not listening yet.
 */
export function internalPort(fastify: FastifyInstance, settings: { port: number; serviceToken: string }): Server {
  const tokenHash = hashSecret(settings.serviceToken);

  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    // The route that was found, not the path that was asked for: that has many spellings.
    const { url: route = '' } = request.routeOptions;
    const isInternalRoute = /^\/(internal|metrics)(\/|$)/.test(route);
    const isInternalPort = request.socket.localPort === settings.port;
    if (!isInternalRoute && !isInternalPort) return;
    if (isInternalRoute !== isInternalPort) {
      await refuse(reply, new Problem(404, 'RouteNotFound', 'There is nothing here.'));
    } else if (route !== '/metrics' && !isSecret(bearerOf(request.headers.authorization) ?? '', tokenHash)) {
      await refuse(reply, new Problem(401, 'Unauthorized', 'Send the service token as Authorization: Bearer.'));
    }
  });
  return createServer((request, response) => {
    fastify.routing(request, response);
  });
}

async function refuse(reply: FastifyReply, problem: Problem): Promise<void> {
  await reply.status(problem.status).type('application/problem+json').send(problem.toDocument());
}
