import type { FastifyInstance } from 'fastify';
import { readBehaviour } from './behaviour.js';
import type { Behaviours } from './behaviours.js';

/** Telling a path how to answer, and all paths to answer as usual again. */
export function addBehaviourRoutes(http: FastifyInstance, behaviours: Behaviours): void {
  http.get('/api/behaviour', () => ({ behaviours: behaviours.all() }));

  http.put('/api/behaviour', (request) => {
    const behaviour = readBehaviour(request.body);
    behaviours.set(behaviour);
    return behaviour;
  });

  http.delete('/api/behaviour', (_request, reply) => {
    behaviours.clear();
    return reply.code(204).send();
  });
}
