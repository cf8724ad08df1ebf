import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the service would have got. */
export interface AskedOfService {
  method: string | undefined;
  url: string;
  authorization: string | undefined;
  body: unknown;
}

/** Stands where a service would, for tests: a real server that answers what it is told to, by path without query. */
export class ServiceStandIn {
  readonly asked: AskedOfService[] = [];
  private readonly answers = new Map<string, { status: number; body: unknown }>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<ServiceStandIn> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const standIn = new ServiceStandIn(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    standIn.listen();
    return standIn;
  }

  /** From now on the path is answered so; every other with 500. */
  answer(path: string, body: unknown, status = 200): void {
    this.answers.set(path, { status, body });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private listen(): void {
    this.server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url = '', headers } = request;
        const text = Buffer.concat(chunks).toString('utf8');
        const body: unknown = text === '' ? undefined : JSON.parse(text);
        this.asked.push({ method, url, authorization: headers.authorization, body });
        const answer = this.answers.get(url.split('?')[0] ?? '') ?? { status: 500, body: {} };
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body));
      });
    });
  }
}
