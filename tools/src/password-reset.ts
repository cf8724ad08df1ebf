import { waitFor } from '@clarion/testing';
import axios, { type AxiosInstance } from 'axios';
import { randomUUID } from 'node:crypto';
import { channelConfiguration, liveCampaign, named, type ListedCampaign } from './demo-definitions.js';
import { readDemoJson } from './demo-files.js';
import { urlOf } from './programs.js';
import type { Settings } from './settings.js';

/** The demo's name is its campaign's. */
export const passwordReset = 'Password reset';

/** Publishes the campaign, or finds it from an earlier start. Resolves with its id. */
export async function publishPasswordReset(manager: AxiosInstance, { ports }: Settings): Promise<string> {
  const configuration = await readDemoJson<{ name: string }>('password-reset/channel-configuration.json');
  const channelConfigurationId = await channelConfiguration(manager, configuration, ports.PLAYGROUND_SMTP_PORT);
  const found = await named<ListedCampaign>(manager, 'campaigns', passwordReset);
  const campaign = await readDemoJson<object>('password-reset/campaign.json');
  return liveCampaign(manager, found, { ...campaign, channelConfigurationId });
}

/** Triggers it once. Resolves when the mail is in the playground. */
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

/** The body of a call that triggers it. */
export function unitaryCall(requestId: string, campaignId: string, to: string): object {
  return {
    requestId,
    campaignId,
    recipients: [
      { type: 'aep', namespace: 'email', userId: to, context: { link: 'https://shop.example/reset/7f3kq2x9' } },
    ],
  };
}
