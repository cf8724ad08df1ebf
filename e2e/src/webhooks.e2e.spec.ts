import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { startStack, type Stack } from './stack.js';

/** A call as the playground has it. */
interface Call {
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

interface Told {
  type: string;
  data: { executionId: string; requestId?: string; recipients: { userId: string; state: string; reason?: string }[] };
}

describe('a feedback webhook', () => {
  let stack: Stack;
  let campaignId: string;
  let webhook: { id: string; secret: string };

  /** What the webhook was sent, the oldest first. */
  const calls = async () => {
    const { data } = await stack.playground.get<{ calls: Call[] }>('/api/calls/log');
    return data.calls.filter(({ path }) => path === '/webhook').toReversed();
  };
  const called = (count: number) =>
    waitFor(
      async (saw) => {
        const came = await calls();
        saw(came);
        return came.length >= count ? came : undefined;
      },
      { what: `${count} calls of the webhook`, timeoutMs: 60_000 },
    );
  /** The playground shows a body as the JSON that it is; written again, it is the text that came. */
  const verified = ({ headers, body }: Call) =>
    new Webhook(webhook.secret).verify(JSON.stringify(body), headers) as Told;
  /** What was told of recipients, once it is so much. */
  const toldOf = (count: number) =>
    waitFor(
      async (saw) => {
        const recipients = (await calls()).flatMap((call) => verified(call).data.recipients);
        saw(recipients);
        return recipients.length >= count ? recipients : undefined;
      },
      { what: `${count} recipients told`, timeoutMs: 60_000 },
    );
  const trigger = async (requestId: string, changes: object = {}) => {
    const profile = { personalEmail: { address: 'not an address' } };
    const to = (userId: string, more: object = {}) => ({ type: 'aep', namespace: 'email', userId, ...more });
    const recipients = [to('ada@example.com', { context: { link: 'https://shop.example/reset' } })];
    const odd = to('odd@example.com', { profile, context: { link: 'https://shop.example/reset' } });
    const call = { requestId, campaignId, recipients: [...recipients, odd], ...changes };
    const { status, data } = await stack.gateway.post<{ executionId: string }>('/ajo/im/executions/unitary', call);
    expect({ status, data }).toMatchObject({ status: 202 });
    return data.executionId;
  };

  beforeAll(async () => {
    stack = await startStack();
    const url = `${stack.local.urls['playground'] ?? ''}/webhook`;
    const saved = await stack.manager.post<typeof webhook>('/v1/webhooks', {
      name: 'Shop',
      url,
      events: ['sent', 'failed', 'excluded'],
    });
    expect(saved.status).toBe(201);
    webhook = saved.data;
    const demo = stack.local.campaigns['Password reset'] ?? '';
    const { data: copy } = await stack.manager.post<{ id: string }>(`/v1/campaigns/${demo}/duplicate`, {});
    campaignId = copy.id;
    const draft = await stack.manager.get<Record<string, unknown>>(`/v1/campaigns/${campaignId}`);
    const changed = await stack.manager.put(`/v1/campaigns/${campaignId}`, told(draft.data), {
      headers: { 'if-match': String(draft.headers['etag']) },
    });
    expect(changed).toMatchObject({ status: 200, data: { enableWebhooks: true } });
    expect((await stack.manager.post(`/v1/campaigns/${campaignId}/activate`)).status).toBe(200);
    await waitFor(
      async (saw) => {
        const { data } = await stack.manager.post<{ ok: boolean }>(`/v1/webhooks/${webhook.id}/test`);
        saw(data);
        return data.ok || undefined;
      },
      { what: 'a test of the webhook', timeoutMs: 20_000 },
    );
  }, 180_000);

  beforeEach(async () => {
    await stack.playground.delete('/api/calls');
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('is told what became of each recipient, in the name that the caller gave, and signed', async () => {
    const executionId = await trigger('order-4711');
    const told = await toldOf(2);
    expect(told.toSorted((one, other) => one.userId.localeCompare(other.userId))).toMatchObject([
      { userId: 'ada@example.com', state: 'sent' },
      { userId: 'odd@example.com', state: 'excluded', reason: 'MalformedAddress' },
    ]);
    for (const call of await calls()) {
      expect(verified(call)).toMatchObject({
        type: 'message.feedback',
        data: { sandbox: 'dev', campaignId, executionId, requestId: 'order-4711' },
      });
    }
  });

  it('that is busy is told again, with the same id, and what was sent is listed', async () => {
    await stack.playground.put('/api/behaviour', { path: '/webhook', status: 503, times: 1 });
    const recipients = [
      {
        ...{ type: 'aep', namespace: 'email', userId: 'busy@example.com' },
        context: { link: 'https://shop.example/reset' },
      },
    ];
    const executionId = await trigger('order-busy', { recipients });
    const [first, second] = await called(2);
    if (!first || !second) throw new Error('There are two');
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(second.body).toEqual(first.body);
    expect(verified(second).data).toMatchObject({ executionId, requestId: 'order-busy' });
    const listed = await waitFor(
      async (saw) => {
        const path = `/v1/webhooks/${webhook.id}/deliveries?state=delivered&limit=1`;
        const { data } = await stack.manager.get<{ deliveries: { executionId: string }[] }>(path);
        saw(data);
        return data.deliveries[0]?.executionId === executionId ? data.deliveries[0] : undefined;
      },
      { what: 'the delivery in the list', timeoutMs: 20_000 },
    );
    expect(listed).toMatchObject({ id: first.headers['webhook-id'], state: 'delivered', attempts: 2, status: 200 });
  });

  it('hears nothing of a campaign that does not tell, nor of dry runs', async () => {
    const demo = stack.local.campaigns['Password reset'];
    await trigger('untold', { campaignId: demo });
    await trigger('dry', { dryRun: true });
    const executionId = await trigger('told');
    // What is owed for the others would have been sent before.
    await toldOf(2);
    expect(new Set((await calls()).map((call) => verified(call).data.executionId))).toEqual(new Set([executionId]));
  });
});

/** The campaign's draft as it is sent, with webhooks on. */
function told(campaign: Record<string, unknown>): object {
  const members = ['name', 'category', 'channel', 'channelConfigurationId', 'identityNamespace', 'createNewProfiles'];
  const kept = [...members, 'content'].map((name) => [name, campaign[name]] as const);
  return { ...Object.fromEntries(kept), enableWebhooks: true };
}
