import { createServer, connect } from 'node:net';
import { LocalServerError } from './local-server-error.js';

const host = '127.0.0.1';

/**
 * A TCP port of 127.0.0.1 that nothing listened on at the moment of asking. It lies below those that systems lend to
 * clients: one of them could be lent to a client before the server that is meant to have it listens.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 5000);
    try {
      return await listenOnce(port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

/**
 * Resolves when `port` of 127.0.0.1 can be listened on.
 *
 * @param name what would listen there, as in "Kafka"
 * @param settingName the environment variable that chooses another port
 * @throws LocalServerError when another process listens there, or when the system refuses the port
 */
export async function requirePortFree(port: number, name: string, settingName: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const reason = isTaken ? 'is in use by another process; stop it' : `cannot be opened (${String(error)}); allow it`;
    const message = `Port ${port} (${name}) ${reason} or choose another with ${settingName}=…`;
    throw new LocalServerError(message, { cause: error });
  }
}

/** Whether something accepts TCP connections there within `timeoutMs`. */
export function acceptsConnections(port: number, address = host, timeoutMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: address });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(timeoutMs, () => {
      answer(false);
    });
    socket.once('connect', () => {
      answer(true);
    });
    socket.once('error', () => {
      answer(false);
    });
  });
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(port);
      });
    });
  });
}
