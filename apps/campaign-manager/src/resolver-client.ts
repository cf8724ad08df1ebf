import { ServiceUnavailable } from '@clarion/contracts';
import axios, { type AxiosInstance } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ProfileBody } from './profiles.body.js';
import { readAnswer, type ResolverAnswer } from './resolver-answer.js';

/** Where the audience-resolver is, and what opens its `/internal`. */
export interface ResolverSettings {
  internalUrl: string;
  serviceToken: string;
}

const timeoutMs = 10_000;

/** Hands profiles to the audience-resolver, who owns them. */
export class ResolverClient {
  private readonly http: AxiosInstance;

  constructor({ internalUrl, serviceToken }: ResolverSettings) {
    this.http = axios.create({
      baseURL: internalUrl,
      headers: { authorization: `Bearer ${serviceToken}` },
      timeout: timeoutMs,
      // A connection kept open may be one that a restarted resolver no longer has: it would look away when it is not.
      httpAgent: new HttpAgent({ keepAlive: false }),
      httpsAgent: new HttpsAgent({ keepAlive: false }),
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
    });
  }

  /**
   * Adds the profiles, or changes those that the sandbox has. May be repeated.
   * @throws ServiceUnavailable when nothing was answered; whether the profiles are kept is not known then.
   */
  async upsert(sandbox: string, profiles: ProfileBody[], traceparent: string): Promise<ResolverAnswer> {
    const request = { headers: { traceparent }, signal: AbortSignal.timeout(timeoutMs) };
    try {
      const { status, data } = await this.http.post<unknown>('/internal/profiles', { sandbox, profiles }, request);
      return readAnswer(status, data);
    } catch (error) {
      if (axios.isAxiosError(error) || axios.isCancel(error)) throw new ServiceUnavailable('audience-resolver', error);
      throw error;
    }
  }
}
