import axios, { AxiosError, type AxiosInstance } from 'axios';
import type { Credentials } from './credentials.js';
import { sandbox, urlOf } from './programs.js';
import type { Settings } from './settings.js';

/** Talks to a service's public API with the local key. What is no success is thrown, with the answer. */
export function client(
  name: 'campaign-manager' | 'trigger-gateway',
  settings: Settings,
  { apiKey }: Credentials,
): AxiosInstance {
  const http = axios.create({
    baseURL: urlOf(name, settings),
    proxy: false,
    timeout: 10_000,
    headers: {
      'x-api-key': apiKey.id,
      authorization: `Bearer ${apiKey.secret}`,
      'x-sandbox-name': sandbox,
      'x-gw-ims-org-id': 'clarion',
    },
  });
  http.interceptors.response.use(undefined, (error: unknown) => {
    if (!(error instanceof AxiosError) || !error.response) throw error;
    const { method = '', url = '' } = error.config ?? {};
    throw new Error(
      `${method.toUpperCase()} ${url} was answered ${error.response.status}: ${JSON.stringify(error.response.data)}`,
    );
  });
  return http;
}
