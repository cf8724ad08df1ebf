import { ServiceUnavailable } from '@clarion/contracts';
import axios, { type AxiosInstance, type AxiosResponse, type ResponseType } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';

export interface InternalClientOptions {
  /** The service that is asked, as people call it. */
  service: string;
  /** Its internal port, such as `http://127.0.0.1:4103`. */
  internalUrl: string;
  serviceToken: string;
  /** How long an answer may take; 5 s unless told. */
  timeoutMs?: number;
}

/** An answer of another service that is for the caller to understand: a success, or a refusal of what was sent. */
export interface InternalAnswer<Body> {
  status: number;
  body: Body;
}

/** These speak of how services are set up, never of what was sent. */
const setupFaults = new Set([401, 403]);

/** What is sent. */
interface Question {
  method: string;
  url: string;
  data?: object;
  params?: Record<string, string>;
  headers?: Record<string, string>;
}

/** Asks another service of ours over its internal port. */
export class InternalClient {
  private readonly http: AxiosInstance;
  private readonly timeoutMs: number;

  constructor(private readonly options: InternalClientOptions) {
    const { internalUrl, serviceToken, timeoutMs = 5_000 } = options;
    this.timeoutMs = timeoutMs;
    this.http = axios.create({
      baseURL: internalUrl,
      headers: { authorization: `Bearer ${serviceToken}` },
      // A connection kept open may be one that a restarted service no longer has: it would look away when it is not.
      httpAgent: new HttpAgent({ keepAlive: false }),
      httpsAgent: new HttpsAgent({ keepAlive: false }),
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
    });
  }

  /**
   * What is there, `undefined` when nothing is.
   * @throws ServiceUnavailable
   */
  async get<Body>(path: string, params: Record<string, string> = {}): Promise<Body | undefined> {
    const { status, body } = await this.send<Body>({ method: 'GET', url: path, params });
    if (status === 404) return undefined;
    if (status === 200) return body;
    throw this.unavailable(`GET ${path} was answered ${status}`);
  }

  /**
   * The same of what may be long: its bytes as they come, never all of them in memory. The time that an answer may take is
   * that until its last byte; whoever leaves before leaves the loop.
   * @throws ServiceUnavailable, also from the loop: what has come is not all then.
   */
  async read(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const { status, data: body } = await this.ask<Readable>({ method: 'GET', url: path }, 'stream');
    if (status === 200) return this.bytesOf(body);
    body.destroy();
    if (status === 404) return undefined;
    throw this.unavailable(`GET ${path} was answered ${status}`);
  }

  /**
   * The answer, whatever it says of what was sent (2xx to 4xx).
   * @throws ServiceUnavailable when nothing was answered; whether anything was done is not known then.
   */
  async post<Body>(path: string, data: object, traceparent: string): Promise<InternalAnswer<Body>> {
    return this.send<Body>({ method: 'POST', url: path, data, headers: { traceparent } });
  }

  private async send<Body>(question: Question): Promise<InternalAnswer<Body>> {
    const { status, data: body } = await this.ask<Body>(question);
    if (status < 500 && !setupFaults.has(status)) return { status, body };
    throw this.unavailable(`${question.method} ${question.url} was answered ${status}`);
  }

  private async ask<Body>(question: Question, responseType: ResponseType = 'json'): Promise<AxiosResponse<Body>> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    return this.http.request<Body>({ ...question, responseType, signal }).catch((error: unknown) => {
      throw new ServiceUnavailable(this.options.service, error);
    });
  }

  private async *bytesOf(body: Readable): AsyncGenerator<Uint8Array> {
    try {
      for await (const bytes of body) yield bytes as Uint8Array;
    } catch (error) {
      throw new ServiceUnavailable(this.options.service, error);
    }
  }

  private unavailable(why: string): ServiceUnavailable {
    return new ServiceUnavailable(this.options.service, new Error(why));
  }
}
