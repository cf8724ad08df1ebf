import { waitFor } from '@clarion/testing';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came in. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** How a call is answered. */
export type Answer = (response: ServerResponse) => void;

/** A webhook's receiver on 127.0.0.1, for tests. */
export interface Receiver {
  url: string;
  /** `host:port`. */
  host: string;
  received: Received[];
  /** How the next calls are answered, one by one; then with 204. */
  answers: Answer[];
  /** Resolves with all that came in once there is so much. */
  until(count: number): Promise<Received[]>;
  close(): void;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      (answers.shift() ?? status(204))(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/hooks`,
    host,
    received,
    answers,
    until: (count) =>
      waitFor(() => Promise.resolve(received.length >= count ? received : undefined), {
        what: `${count} calls`,
        timeoutMs: 20_000,
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers with a status, and a body if need be. */
export function status(code: number, headers: Record<string, string> = {}, body = ''): Answer {
  return (response) => void response.writeHead(code, headers).end(body);
}

/** Answers nothing. */
export const silence: Answer = () => undefined;
