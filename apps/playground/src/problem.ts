import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { PlaygroundLog } from './log.js';

/** What can go wrong at the HTTP edge. The names are part of the API: they do not change. */
const problems = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'message-not-found': { status: 404, title: 'There is no such message' },
  'internal-error': { status: 500, title: 'Something went wrong in the playground' },
} as const;

export type ProblemCode = keyof typeof problems;

/** Answers with an RFC 9457 problem document that carries a stable `code`. */
export function sendProblem(reply: FastifyReply, code: ProblemCode, detail?: string): FastifyReply {
  const { status, title } = problems[code];
  const body = { type: 'about:blank', title, status, code, ...(detail && { detail }) };
  return reply.code(status).type('application/problem+json').send(body);
}

/** Every error of `http` becomes a problem document; only those that nobody expected are logged. */
export function answerErrorsAsProblems(http: FastifyInstance, log: PlaygroundLog): void {
  http.setNotFoundHandler((request, reply) => sendProblem(reply, 'not-found', `${request.method} ${request.url}`));
  http.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error.statusCode && error.statusCode < 500) return sendProblem(reply, 'invalid-request', error.message);
    log.requestFailed(error);
    return sendProblem(reply, 'internal-error');
  });
}
