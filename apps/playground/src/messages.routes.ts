import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Message } from './message.js';
import type { MessageFilter, MessageStore } from './message-store.js';
import { sendProblem } from './problem.js';

const filterSchema = {
  querystring: { type: 'object', properties: { to: { type: 'string' }, channel: { type: 'string' } } },
};

const messagesPerPiece = 50;

/** Reading and clearing what arrived. */
export function addMessagesRoutes(http: FastifyInstance, store: MessageStore): void {
  http.get<{ Querystring: MessageFilter }>('/api/messages', { schema: filterSchema }, (request, reply) => {
    const { to, channel } = request.query;
    const found = store.find({ ...(to && { to }), ...(channel && { channel }) }); // `?to=` asks for all
    return reply.type('application/json; charset=utf-8').send(Readable.from(jsonOf(found)));
  });

  http.delete('/api/messages', (_request, reply) => {
    store.clear();
    return reply.code(204).send();
  });

  http.get<{ Params: { id: string } }>('/api/messages/:id', (request, reply) => {
    const message = store.get(request.params.id);
    return message ? reply.send(message) : sendProblem(reply, 'message-not-found');
  });
}

/** `{"messages":[…]}` in pieces: all of a full inbox at once would be longer than a string may be. */
function* jsonOf(messages: readonly Message[]): Generator<string> {
  yield '{"messages":[';
  for (let start = 0; start < messages.length; start += messagesPerPiece) {
    const piece = messages.slice(start, start + messagesPerPiece).map((message) => JSON.stringify(message));
    yield (start === 0 ? '' : ',') + piece.join(',');
  }
  yield ']}';
}
