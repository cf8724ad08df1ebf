import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Answer } from './answer.js';
import { firstBytes } from './json-pieces.js';

/** Sends all of the answer, as slowly as the client reads it. */
export function sendAnswer(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  reply.code(status).headers(headers);
  return body ? reply.send(Readable.from(body)) : reply.send();
}

/** Sends `bytes` of the body and closes the connection, so that the client knows that more was to come. */
export function sendAndDrop(reply: FastifyReply, { status, headers, body = [] }: Answer, bytes: number): FastifyReply {
  const { raw } = reply.hijack();
  if (bytes === 0) {
    raw.destroy();
    return reply;
  }
  raw.writeHead(status, { ...reply.getHeaders(), ...headers } as Record<string, string>);
  const source = Readable.from(firstBytes(body, bytes));
  source.once('end', () => raw.socket?.destroySoon()); // what was written still gets through
  raw.once('close', () => source.destroy());
  // Without an end the chunks stay unfinished, so that even a whole body is not taken for one.
  source.pipe(raw, { end: false });
  return reply;
}
