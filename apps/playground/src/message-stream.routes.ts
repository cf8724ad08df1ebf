import type { FastifyInstance } from 'fastify';
import { openEventStream, type EventStream } from './event-stream.js';
import { summaryOf, type Message } from './message.js';
import type { MessageStore } from './message-store.js';

/** How many summaries a new listener starts with. */
const newestShown = 200;

const options = {
  schema: { querystring: { type: 'object', properties: { recipient: { type: 'string' } } } },
  exposeHeadRoute: false, // a HEAD would wait for ever
};

/**
 * `GET /api/messages/stream`: Server-Sent Events for whoever watches the inbox.
 *
 * - `inbox` comes first: `{total, limit, messages}`, the newest 200 summaries, newest first
 * - `received`: one summary, for each message from then on
 * - `cleared`: the inbox is empty now
 *
 * `?recipient=` keeps only recipients that contain the given text, in any case; `total` counts those.
 */
export function addMessageStreamRoutes(http: FastifyInstance, store: MessageStore): void {
  const streams = new Set<EventStream>();

  http.get<{ Querystring: { recipient?: string } }>('/api/messages/stream', options, (request, reply) => {
    const wanted = request.query.recipient?.toLowerCase() ?? '';
    const isWanted = ({ to }: Message) => to.toLowerCase().includes(wanted);

    reply.hijack();
    const stream = openEventStream(reply.raw, () => {
      unwatch();
      streams.delete(stream);
    });
    streams.add(stream);
    const known = store.find().filter(isWanted);
    const messages = known.slice(0, newestShown).map(summaryOf);
    stream.send('inbox', { total: known.length, limit: store.maxMessages, messages });
    const unwatch = store.watch({
      received: (message) => {
        if (isWanted(message)) stream.send('received', summaryOf(message));
      },
      cleared: () => {
        stream.send('cleared', {});
      },
    });
  });

  http.addHook('preClose', (done) => {
    for (const stream of streams) stream.end();
    done();
  });
}
