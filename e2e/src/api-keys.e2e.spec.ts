import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from './stack.js';

interface Key {
  id: string;
  secret: string;
}

describe('an API key', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack();
  }, 120_000);
  afterAll(async () => {
    await stack.stop();
  });

  const issue = async (scopes: string[]): Promise<Key> => {
    const { status, data } = await stack.manager.post<Key>('/v1/api-keys', { name: 'Shop', scopes });
    expect(status).toBe(201);
    return data;
  };
  const triggered = async ({ id, secret }: Key): Promise<number> => {
    const recipient = {
      type: 'aep',
      namespace: 'email',
      userId: 'a@b.example',
      context: { link: 'https://shop.example' },
    };
    const { status } = await stack.gateway.post(
      '/ajo/im/executions/unitary',
      { requestId: 'same', campaignId: stack.local.campaigns['Password reset'], recipients: [recipient] },
      { headers: { 'x-api-key': id, authorization: `Bearer ${secret}` } },
    );
    return status;
  };
  const untilAnswered = (key: Key, wanted: number) =>
    waitFor(
      async (saw) => {
        const status = await triggered(key);
        saw(status);
        return status === wanted || undefined;
      },
      { what: `the answer ${wanted}` },
    );

  it('counts at the gateway as soon as it is made, within its scopes', async () => {
    expect(await triggered(await issue(['executions:write']))).toBe(202);
    expect(await triggered(await issue(['executions:read']))).toBe(403);
  });

  it('is replaced by its rotation, and ended by its revocation', async () => {
    const key = await issue(['executions:write']);
    expect(await triggered(key)).toBe(202);
    const rotated = await stack.manager.post<Key>(`/v1/api-keys/${key.id}/rotate`, { overlapSeconds: 0 });
    expect(rotated.status).toBe(200);
    await untilAnswered(rotated.data, 202);
    expect(await triggered(key)).toBe(401);

    expect((await stack.manager.post(`/v1/api-keys/${key.id}/revoke`)).status).toBe(200);
    await untilAnswered(rotated.data, 401);
  });

  it('is shown when it was last used, once the gateway has told it', async () => {
    const key = await issue(['executions:write']);
    expect(await triggered(key)).toBe(202);
    // It tells what it has not told yet when it stops.
    process.kill(await stack.pid('trigger-gateway'), 'SIGTERM');
    const lastUsedAt = await waitFor(
      async () =>
        (await stack.manager.get<{ lastUsedAt: string | null }>(`/v1/api-keys/${key.id}`)).data.lastUsedAt ?? undefined,
      { what: 'the time of its last use', timeoutMs: 30_000 },
    );
    expect(Date.parse(lastUsedAt)).not.toBeNaN();
  });
});
