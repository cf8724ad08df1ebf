import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { Credentials } from '../credentials.js';
import { sandbox } from '../programs.js';

/** No answer came; `code` is axios' (`ECONNREFUSED`, `ECONNRESET`, `ECONNABORTED`). */
export interface NoAnswer {
  status: undefined;
  code: string;
}

/** An answer of any status, or why none came. */
export type Answer<Body> = { status: number; headers: Record<string, unknown>; data: Body } | NoAnswer;

/** The gateway's public API, by each of its processes in turn. No answer is a failure of ours: none is thrown. */
export class Gateways {
  private readonly clients: AxiosInstance[];
  private turn = 0;

  constructor(urls: string[], { apiKey }: Credentials) {
    this.clients = urls.map((baseURL) =>
      axios.create({
        baseURL,
        proxy: false,
        timeout: 10_000,
        validateStatus: () => true,
        headers: {
          'x-api-key': apiKey.id,
          authorization: `Bearer ${apiKey.secret}`,
          'x-sandbox-name': sandbox,
          'x-gw-ims-org-id': 'clarion',
        },
      }),
    );
  }

  post<Body>(path: string, body: object): Promise<Answer<Body>> {
    return answerOf(this.next().post<Body>(path, body));
  }

  get<Body>(path: string): Promise<Answer<Body>> {
    return answerOf(this.next().get<Body>(path));
  }

  private next(): AxiosInstance {
    const client = this.clients[this.turn++ % this.clients.length];
    if (!client) throw new Error('There is no gateway');
    return client;
  }
}

async function answerOf<Body>(asked: Promise<AxiosResponse<Body>>): Promise<Answer<Body>> {
  try {
    return await asked;
  } catch (error) {
    // Killed, away or too slow: the caller asks again.
    if (axios.isAxiosError(error)) return { status: undefined, code: error.code ?? error.message };
    throw error;
  }
}
