import type { Logger } from '@clarion/observability';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem-of.js';
import { Problem } from './problem.js';
import { routeNotFound } from './refuse-nowhere.js';

/** Answers every error of the HTTP edge as `application/problem+json`. Only surprises are logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = this.problemOf(error, http.getRequest<FastifyRequest>());
    const reply = http.getResponse<FastifyReply>();
    const { retryAfterSeconds } = problem.details;
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    void reply.status(problem.status).type('application/problem+json').send(problem.toDocument());
  }

  private problemOf(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof HttpException) return problemOfHttp(error, request);
    const problem = problemOf(error);
    if (problem) {
      if (error !== problem) this.logger.warn({ err: error }, 'request refused: what it needs is away');
      return problem;
    }
    this.logger.error({ err: error, method: request.method, path: request.url }, 'request failed');
    return new Problem(500, 'InternalError', 'Something went wrong here; the log says what.');
  }
}

/** The errors that Nest and Fastify raise themselves. */
function problemOfHttp(error: HttpException, request: FastifyRequest): Problem {
  const status = error.getStatus();
  switch (status) {
    case 400:
      return new Problem(400, 'MalformedJson', `The body is not JSON: ${error.message}.`);
    case 404:
      return routeNotFound(request);
    case 413:
      return new Problem(413, 'BodyTooLarge', 'The body is larger than this route accepts.');
    case 415:
      return new Problem(415, 'UnsupportedMediaType', 'Send the body as application/json.');
    default:
      return new Problem(status, 'RequestRefused', error.message);
  }
}
