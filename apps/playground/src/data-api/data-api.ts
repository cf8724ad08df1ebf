import type { FastifyInstance } from 'fastify';
import { addBehaviourRoutes } from './behaviour.routes.js';
import { Behaviours } from './behaviours.js';
import { Calls } from './calls.js';
import { addCallsRoutes } from './calls.routes.js';
import { addDataRoutes } from './data.routes.js';
import { OpenCalls } from './open-calls.js';

/** What a campaign's data source calls, who called, and how the calls are answered. `openCalls` are cut off on close. */
export function addDataApi(http: FastifyInstance, openCalls = new OpenCalls()): void {
  const calls = new Calls();
  const behaviours = new Behaviours();
  addDataRoutes(http, { calls, behaviours, openCalls });
  addCallsRoutes(http, calls);
  addBehaviourRoutes(http, behaviours);
}
