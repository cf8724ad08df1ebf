import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call that came in, with its body read. */
export interface SeenCall {
  method: string;
  path: string;
  /** Path and query, as they came. */
  target: string;
  headers: IncomingHttpHeaders;
  /** Its text. */
  text: string;
  /** What it says, where it is JSON. */
  body: unknown;
}

/** Answers a call, or never does. */
export type Behaviour = (response: ServerResponse, call: SeenCall) => void;

/** A server that stands outside: it keeps what it was asked, and answers as it is told. */
export interface Outside {
  url: string;
  /** `host:port`. */
  host: string;
  calls: SeenCall[];
  /** How the path's calls are answered: each behaviour once, the last for ever. */
  will(path: string, ...behaviours: Behaviour[]): void;
  callsOf(path: string): SeenCall[];
  close(): void;
}

/** Answers with JSON. */
export function json(value: unknown, status = 200): Behaviour {
  return (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** Answers with a status and no more. */
export function status(code: number, headers: Record<string, string> = {}): Behaviour {
  return (response) => response.writeHead(code, headers).end();
}

/** Lets the caller wait. */
export const hang: Behaviour = () => undefined;

/** Starts one, on `port` where it is given. */
export async function startOutside(port = 0): Promise<Outside> {
  const told = new Map<string, Behaviour[]>();
  const calls: SeenCall[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: target = '/', headers } = request;
    const path = new URL(target, 'http://any').pathname;
    const said = await text(request);
    const body = headers['content-type'] === 'application/json' ? (JSON.parse(said) as unknown) : undefined;
    const call = { method, path, target, headers, text: said, body };
    calls.push(call);
    const behaviours = told.get(path) ?? [status(404)];
    const next = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    next?.(response, call);
  };
  const server = createServer((request, response) => {
    response.on('error', hang);
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    calls,
    will: (path, ...behaviours) => void told.set(path, behaviours),
    callsOf: (path) => calls.filter((call) => call.path === path),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
