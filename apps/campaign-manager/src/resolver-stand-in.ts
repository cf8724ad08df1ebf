import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';

/** A request that the resolver would have got. */
export interface Asked {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** Stands where the resolver would, for tests; away until it answers. */
export class ResolverStandIn {
  private server: Server | undefined;

  constructor(private readonly port: number) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From now on everything is answered alike. Resolves with the requests that it gets. */
  async answers(status: number, answer: unknown): Promise<Asked[]> {
    const asked: Asked[] = [];
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url, headers } = request;
        asked.push({ url, headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(answer === undefined ? undefined : JSON.stringify(answer));
      });
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    return asked;
  }

  goAway(): void {
    this.server?.closeAllConnections();
    this.server?.close();
    this.server = undefined;
  }
}
