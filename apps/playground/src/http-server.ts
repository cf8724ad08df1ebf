import { fastify, type FastifyInstance } from 'fastify';
import { closeInTime } from './close-in-time.js';
import { addDataApi } from './data-api/data-api.js';
import type { OpenCalls } from './data-api/open-calls.js';
import { addHealthRoutes } from './health.routes.js';
import type { PlaygroundLog } from './log.js';
import type { MessageStore } from './message-store.js';
import { addMessageStreamRoutes } from './message-stream.routes.js';
import { addMessagesRoutes } from './messages.routes.js';
import { addPageRoutes } from './page.routes.js';
import { answerErrorsAsProblems } from './problem.js';

/** What the HTTP side needs of the rest. */
export interface HttpServerParts {
  readonly store: MessageStore;
  readonly log: PlaygroundLog;
  readonly isMailAccepted: () => boolean;
  /** Calls of the data API that are not over yet. */
  readonly openCalls?: OpenCalls;
}

/** The inbox with its API, stream and page, the data API and the health checks: all that is served over HTTP, not yet listening. */
export async function buildHttpServer({
  store,
  log,
  isMailAccepted,
  openCalls,
}: HttpServerParts): Promise<FastifyInstance> {
  const http = fastify({ forceCloseConnections: 'idle' });
  http.addHook('onRequest', (_request, reply, done) => {
    reply.headers({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    done();
  });
  closeInTime(http);
  answerErrorsAsProblems(http, log);
  addHealthRoutes(http, isMailAccepted);
  addMessagesRoutes(http, store);
  addMessageStreamRoutes(http, store);
  addDataApi(http, openCalls);
  await addPageRoutes(http);
  return http;
}
