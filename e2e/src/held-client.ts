import { ApiContract } from '@clarion/testing';
import type { AxiosInstance } from 'axios';

/**
 * The client of a service, which fails from now on where the service answers what its OpenAPI document (`/openapi.json`) does
 * not say.
 */
export async function heldClient(client: AxiosInstance): Promise<AxiosInstance> {
  const { data: document } = await client.get<object>('/openapi.json');
  const contract = new ApiContract(document);
  const { origin: own } = new URL(client.defaults.baseURL ?? '');
  client.interceptors.response.use((answer) => {
    const { method = 'get', url = '', baseURL } = answer.config;
    const { pathname: path, origin } = new URL(url, baseURL);
    if (origin !== own) return answer;
    contract.hold({
      method: method.toUpperCase(),
      path,
      status: answer.status,
      headers: answer.headers,
      body: answer.data as unknown,
    });
    return answer;
  });
  return client;
}
