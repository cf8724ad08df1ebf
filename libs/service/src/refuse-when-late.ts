import type { FastifyInstance } from 'fastify';
import { EventLoopLag } from './event-loop-lag.js';
import { Problem } from './problem.js';

/** What is asked by who must know how the process is, and by our own services, which have patience. */
const everServed = /^\/(health|metrics|internal)(\/|$)/;

/** Answers calls 503 before their body is read, while this process is late by more than this: they would wait, and then time out. */
export function refuseWhenLate(fastify: FastifyInstance, lagLimitMs: number): void {
  const lag = new EventLoopLag();
  lag.start();
  fastify.addHook('onRequest', async ({ routeOptions: { url = '' } }, reply) => {
    if (lag.ms <= lagLimitMs || everServed.test(url)) return;
    const problem = new Problem(503, 'Overloaded', 'There is more to do than can be done in time; try again.');
    await reply.status(503).headers({ 'retry-after': 1 }).type('application/problem+json').send(problem.toDocument());
  });
  fastify.addHook('onClose', () => {
    lag.stop();
  });
}
