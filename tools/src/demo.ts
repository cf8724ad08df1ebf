import { waitFor } from '@clarion/testing';
import axios, { AxiosError, type AxiosInstance } from 'axios';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from './credentials.js';
import { sandbox, urlOf } from './programs.js';
import type { Settings } from './settings.js';

/** The demo's name is its campaign's. */
export const passwordReset = 'Password reset';

const demos = join(import.meta.dirname, '../demos');

interface Listed {
  id: string;
  status: string;
}

/** Talks to a service's public API with the local key. */
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

/** Publishes the demo campaign, or finds it from an earlier start. Resolves with its id. */
export async function publishPasswordReset(manager: AxiosInstance, settings: Settings): Promise<string> {
  const channelConfigurationId = await channelConfiguration(manager, settings);
  const { campaigns } = (
    await manager.get<{ campaigns: Listed[] }>('/v1/campaigns', { params: { name: passwordReset } })
  ).data;
  const live = campaigns.find(({ status }) => status === 'live');
  if (live) return live.id;
  const content = { ...(await readDemo('password-reset/campaign.json')), channelConfigurationId };
  const { id } = campaigns[0] ?? (await manager.post<Listed>('/v1/campaigns', content)).data;
  await manager.post(`/v1/campaigns/${id}/activate`);
  return id;
}

/** Triggers the demo once. Resolves when the mail is in the playground. */
export async function sendPasswordReset(
  gateway: AxiosInstance,
  campaignId: string,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  const to = 'ada@example.com';
  const { executionId } = (
    await gateway.post<{ executionId: string }>('/ajo/im/executions/unitary', unitaryCall(randomUUID(), campaignId, to))
  ).data;
  interface Answer {
    messages: { headers: Record<string, string> }[];
  }
  await waitFor(
    async () => {
      const { data } = await axios.get<Answer>(`${urlOf('playground', settings)}/api/messages`, {
        params: { to },
        proxy: false,
      });
      return data.messages.find(({ headers }) => headers['x-clarion-execution-id'] === executionId);
    },
    { what: `the mail of ${executionId}`, timeoutMs: 30_000, signal },
  );
}

/** The body of a call that triggers the demo. */
export function unitaryCall(requestId: string, campaignId: string, to: string): object {
  return {
    requestId,
    campaignId,
    recipients: [
      { type: 'aep', namespace: 'email', userId: to, context: { link: 'https://shop.example/reset/7f3kq2x9' } },
    ],
  };
}

/** The configuration follows the playground's port from start to start. */
async function channelConfiguration(manager: AxiosInstance, { ports }: Settings): Promise<string> {
  const path = '/v1/channel-configurations';
  const demo = await readDemo('password-reset/channel-configuration.json');
  const body = { ...demo, provider: { type: 'smtp', host: '127.0.0.1', port: ports.PLAYGROUND_SMTP_PORT } };
  interface Configuration {
    id: string;
    provider: { port: number };
  }
  const found = await manager.get<{ channelConfigurations: Configuration[] }>(path, { params: { name: demo['name'] } });
  const [existing] = found.data.channelConfigurations;
  if (!existing) return (await manager.post<Configuration>(path, body)).data.id;
  if (existing.provider.port !== ports.PLAYGROUND_SMTP_PORT) await manager.put(`${path}/${existing.id}`, body);
  return existing.id;
}

async function readDemo(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(demos, file), 'utf8')) as Record<string, unknown>;
}
