import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** Answers whoever asks for what is not there, before anything of a body is read. */
export function refuseNowhere(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404) answerNowhere(request, reply);
    else done();
  });
}

/** The answer where no route is: also to a path that cannot be decoded, or names something longer than any name is. */
export function answerNowhere(request: FastifyRequest, reply: FastifyReply): void {
  const problem = routeNotFound(request);
  void reply.status(problem.status).type('application/problem+json').send(problem.toDocument());
}

/** What it says. */
export function routeNotFound({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): Problem {
  return new Problem(404, 'RouteNotFound', `There is nothing at ${method} ${url.split('?')[0] ?? ''}.`);
}
