import { ServiceUnavailable } from '@clarion/contracts';
import axios, { type AxiosInstance } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

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
    throw new ServiceUnavailable(this.options.service, new Error(`GET ${path} was answered ${status}`));
  }

  /**
   * The answer, whatever it says of what was sent (2xx to 4xx).
   * @throws ServiceUnavailable when nothing was answered; whether anything was done is not known then.
   */
  async post<Body>(path: string, data: object, traceparent: string): Promise<InternalAnswer<Body>> {
    return this.send<Body>({ method: 'POST', url: path, data, headers: { traceparent } });
  }

  private async send<Body>(request: {
    method: string;
    url: string;
    data?: object;
    params?: Record<string, string>;
    headers?: Record<string, string>;
  }): Promise<InternalAnswer<Body>> {
    const { service } = this.options;
    const answer = await this.http
      .request<Body>({ ...request, signal: AbortSignal.timeout(this.timeoutMs) })
      .catch((error: unknown) => {
        throw new ServiceUnavailable(service, error);
      });
    const { status, data: body } = answer;
    if (status < 500 && !setupFaults.has(status)) return { status, body };
    const { method, url } = request;
    throw new ServiceUnavailable(service, new Error(`${method} ${url} was answered ${status}`));
  }
}
