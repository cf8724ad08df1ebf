import type { OutgoingEvent } from '@clarion/messaging';
import { eventSignatureFault, hashSecret } from '@clarion/security';
import { describe, expect, it } from '@jest/globals';
import { RequestPublisher } from './request-publisher.js';

const event = { id: 'branch:UMA-1:offers', key: 'UMA-1', traceparent: 'tp' };
const body = { requestId: 'branch:UMA-1:offers', campaignId: 'c2', recipients: [] };

async function publishedOf(topic: string, data: unknown): Promise<OutgoingEvent[]> {
  const published: OutgoingEvent[] = [];
  const publish = (outgoing: readonly OutgoingEvent[]) => Promise.resolve(void published.push(...outgoing));
  await new RequestPublisher({ publish }, 'data-fetcher', 'token').publish([{ ...event, topic, data }]);
  return published;
}

describe('what the outbox owes', () => {
  it('goes out as it is', async () => {
    const data = { sandbox: 'dev' };
    expect(await publishedOf('execution.ready.v1', data)).toEqual([{ ...event, topic: 'execution.ready.v1', data }]);
  });

  it('goes out as the gateway takes it where it is a request: with its sandbox, and signed by the product', async () => {
    const [request] = await publishedOf('execution.requested.v1', { sandbox: 'dev', body });
    expect(request).toMatchObject({
      ...event,
      data: body,
      headers: { ce_sandbox: 'dev', 'clarion-key-id': 'clarion' },
    });
    const signature = request?.headers?.['clarion-signature'] ?? '';
    const signed = { source: '/clarion/data-fetcher', id: event.id, sandbox: 'dev', value: JSON.stringify(body) };
    expect(eventSignatureFault(signature, hashSecret('token'), signed, new Date())).toBeUndefined();
  });
});
