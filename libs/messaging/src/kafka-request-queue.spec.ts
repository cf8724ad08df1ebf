import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { RequestQueue } from './kafka-request-queue.js';

const logger = { debug: () => undefined, warn: () => undefined };

describe('the requests of a connection to Kafka', () => {
  let queue: RequestQueue;
  let sent: number[];
  let answered: number[];

  const push = (correlationId: number) => {
    queue.push({
      entry: {
        correlationId,
        apiName: 'Fetch',
        apiKey: 1,
        resolve: () => answered.push(correlationId),
        reject: () => undefined,
      },
      expectResponse: true,
      sendRequest: () => sent.push(correlationId),
    });
  };
  const answer = (correlationId: number) => {
    queue.fulfillRequest({ correlationId, payload: Buffer.alloc(0), size: 0 });
  };

  beforeEach(() => {
    [sent, answered] = [[], []];
    const broker = 'localhost:9092';
    queue = new RequestQueue({
      maxInFlightRequests: 1,
      requestTimeout: 1_000,
      enforceRequestTimeout: false,
      clientId: 'test',
      broker,
      logger,
    });
  });

  afterEach(() => {
    queue.destroy();
  });

  it('are not looked for while none wait', () => {
    push(1);
    expect(queue.throttleCheckTimeoutId).toBeNull();
    answer(1);
    expect(answered).toEqual([1]);
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('are sent in their order when those before them are answered', () => {
    for (const correlationId of [1, 2, 3]) push(correlationId);
    expect(sent).toEqual([1]);
    answer(1);
    answer(2);
    answer(3);
    expect(sent).toEqual([1, 2, 3]);
    expect(answered).toEqual([1, 2, 3]);
  });

  it('are sent after a throttle that the broker asked for', async () => {
    queue.maybeThrottle(30);
    push(1);
    expect(sent).toEqual([]);
    while (sent.length === 0) await sleep(5);
    expect(sent).toEqual([1]);
  });
});
