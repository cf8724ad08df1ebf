import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerOf } from './answer.js';
import type { Behaviour } from './behaviour.js';
import type { Behaviours } from './behaviours.js';
import type { Calls } from './calls.js';
import type { DataPath } from './data-path.js';
import { openDataSources, type DataSource } from './data-sources.js';
import type { OpenCalls } from './open-calls.js';
import { pause } from './pause.js';
import { sendAndDrop, sendAnswer } from './send-answer.js';

/** Twice what Adobe lets a campaign send (B-31). */
const bodyLimit = 10 * 1024 * 1024;
const methods: Record<DataPath, string[]> = {
  '/lineup': ['GET', 'POST'],
  '/offers': ['GET', 'POST'],
  '/coupons': ['POST'],
  '/weather': ['POST'],
  '/webhook': ['POST'],
};

export interface DataRoutesParts {
  readonly calls: Calls;
  readonly behaviours: Behaviours;
  readonly openCalls: OpenCalls;
}

/** What is known of a call before its body is read. */
interface Arrival {
  readonly told: Partial<Behaviour>;
  readonly over: AbortSignal;
  readonly addBody: (text: string) => void;
}

/** The data sources by their paths. Calls are counted and told how to be answered as they arrive, whatever they send. */
export function addDataRoutes(http: FastifyInstance, { calls, behaviours, openCalls }: DataRoutesParts): void {
  http.register((data, _options, done) => {
    data.decorateRequest('arrival', null);
    takeEveryBodyAsText(data);
    for (const [path, source] of Object.entries(openDataSources()) as [DataPath, DataSource][]) {
      data.route({
        url: path,
        method: methods[path],
        exposeHeadRoute: false, // a HEAD would be counted as a call
        bodyLimit,
        onRequest: (request, reply, next) => {
          request.setDecorator<Arrival>('arrival', {
            told: behaviours.takeFor(path) ?? {},
            over: openCalls.add(reply.raw),
            addBody: calls.arrived(callOf(path, request)),
          });
          next();
        },
        handler: (request, reply) => answerCall(source, request, reply),
      });
    }
    done();
  });

  http.addHook('preClose', (done) => {
    openCalls.cutOff();
    done();
  });
}

async function answerCall(source: DataSource, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { told, over, addBody } = request.getDecorator<Arrival>('arrival');
  const text = typeof request.body === 'string' ? request.body : '';
  addBody(text);

  if (told.hang) return reply.hijack();
  if (told.delayMs) await pause(told.delayMs, over);
  if (over.aborted) return reply.hijack();
  const answer = answerOf(told, () => source(text, idempotencyKeyOf(request)));
  return told.dropAfterBytes === undefined
    ? sendAnswer(reply, answer)
    : sendAndDrop(reply, answer, told.dropAfterBytes);
}

/** The log shows a body as it came, even one that is no JSON; what it must be is for the source to say. */
function takeEveryBodyAsText(data: FastifyInstance): void {
  data.removeAllContentTypeParsers();
  data.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
    done(null, text);
  });
}

function callOf(path: DataPath, request: FastifyRequest) {
  const idempotencyKey = idempotencyKeyOf(request);
  const { method, headers } = request;
  return { path, method, at: new Date().toISOString(), ...(idempotencyKey && { idempotencyKey }), headers };
}

function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  return headers['idempotency-key']?.toString();
}
