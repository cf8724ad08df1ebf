import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** Answers whoever asks for what is not there, before anything of a body is read. */
export function refuseNowhere(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.is404) await answerNowhere(request, reply);
  });
}

/** The answer where no route is: also to a path that cannot be decoded, or names something longer than any name is. */
export async function answerNowhere(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const problem = routeNotFound(request);
  await reply.status(problem.status).type('application/problem+json').send(problem.toDocument());
}

/** What it says. */
export function routeNotFound({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): Problem {
  return new Problem(404, 'RouteNotFound', `There is nothing at ${method} ${url.split('?')[0] ?? ''}.`);
}
