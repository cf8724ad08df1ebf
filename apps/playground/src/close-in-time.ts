import type { FastifyInstance } from 'fastify';

/** How long a connection may still finish its answer once the server closes. */
const closeTimeoutMs = 500;

/** Lets no client hold up a close: not one that reads slowly, nor one that connected and never asked for anything. */
export function closeInTime(http: FastifyInstance): void {
  http.addHook('preClose', (done) => {
    const cutOff = setTimeout(() => {
      http.server.closeAllConnections();
    }, closeTimeoutMs);
    http.server.once('close', () => {
      clearTimeout(cutOff);
    });
    done();
  });
}
