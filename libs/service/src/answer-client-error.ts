import type { Socket } from 'node:net';
import { Problem } from './problem.js';

/** Answers what is no HTTP, or did not come in time, before any route was found, and closes its connection. */
export function answerClientError({ code }: { code?: string }, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = problemOf(code);
  const body = JSON.stringify(problem.toDocument());
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.code}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function problemOf(code: string | undefined): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(408, 'RequestTimeout', 'The request did not come whole in time.');
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(431, 'HeadersTooLarge', 'The headers have more than 16 KB.');
    default:
      return new Problem(400, 'MalformedRequest', 'This is no HTTP.');
  }
}
