import { createHook } from 'node:async_hooks';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { certificate } from './certificate.fixture.js';

/** A server on 127.0.0.1 that counts who comes, and keeps what it is asked. */
export interface CountingServer {
  port: number;
  /** The sockets that came in. */
  connections: Socket[];
  /** The `Host` headers of what was asked. */
  hosts: (string | undefined)[];
  /** Answers what follows with this `Location`; before, with 204. */
  redirectTo(location: string): void;
  close(): void;
}

export async function countingServer(protocol: 'https:' | 'http:' = 'http:'): Promise<CountingServer> {
  const connections: Socket[] = [];
  const hosts: (string | undefined)[] = [];
  let location: string | undefined;
  const server: Server = protocol === 'https:' ? createTlsServer(certificate) : createServer();
  server.on('connection', (socket: Socket) => void connections.push(socket));
  server.on('request', ({ headers }, response) => {
    hosts.push(headers.host);
    response.writeHead(location === undefined ? 204 : 302, location === undefined ? {} : { location }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    hosts,
    redirectTo: (to) => void (location = to),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** How often this process has begun to connect anywhere by TCP, from now on: also to where nobody listens. */
export function countAttempts(): { count: () => number; stop: () => void } {
  let count = 0;
  const hook = createHook({ init: (_id, type) => void (count += Number(type === 'TCPCONNECTWRAP')) }).enable();
  return { count: () => count, stop: () => void hook.disable() };
}
