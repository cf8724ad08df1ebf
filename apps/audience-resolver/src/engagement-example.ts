import { events, type Engagement } from '@clarion/contracts';
import type { ReceivedEvent } from '@clarion/messaging';

/** An unsubscription by `crmId` *ada*, as Kafka hands it over, for tests. */
export function engagement(changes: Partial<Engagement>): ReceivedEvent<typeof events.engagementTracked> {
  const data: Engagement = {
    deliveryId: '0190c0de-0000-5000-8000-000000000002',
    executionId: 'BMA-1',
    sandbox: 'dev',
    namespace: 'crmId',
    userId: 'ada',
    channel: 'email',
    kind: 'unsubscribed',
    at: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const place = { topic: events.engagementTracked.type, partition: 0, offset: '0' };
  return {
    id: `${data.deliveryId}:${data.kind}:${data.at}`,
    source: '/test',
    key: data.deliveryId,
    data,
    traceparent,
    ...place,
  };
}
