import { describe, expect, it } from '@jest/globals';
import { CallLoad, type Connection } from './call-load.js';
import type { CallsInput } from './calls.js';

const input: CallsInput = {
  port: 0,
  headers: { 'x-api-key': 'k' },
  campaignId: 'c1',
  prefix: 'p',
  isHighThroughput: false,
  recipientsPerCall: 1,
  connections: 1,
  pace: { kind: 'scheduled', perSecond: 100 },
  durationMs: 95,
  firstPerson: 5,
  people: 3,
};

/** Answers each request in a later turn, and keeps it. */
function connection(requests: string[], status = 202): Connection {
  return {
    send: (request, answered) => {
      requests.push(request);
      setImmediate(answered, status);
    },
  };
}

describe('the load of calls', () => {
  it('makes every call that was due in its time, at its own time', async () => {
    const requests: string[] = [];
    const { accepted, dueAt, beganAt } = await new CallLoad(input, [connection(requests)]).run();
    expect(accepted).toBe(10);
    expect(dueAt.map((at) => Math.round(at - beganAt))).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  it('calls for one person after the other, and from the first one again', async () => {
    const requests: string[] = [];
    await new CallLoad(input, [connection(requests)]).run();
    const userIds = requests.slice(0, 4).map((request) => /"userId":"(\w+)"/.exec(request)?.[1]);
    expect(userIds).toEqual(['b5', 'b6', 'b7', 'b5']);
    expect(new Set(requests).size).toBe(10);
  });

  it('says a length that is the body’s', async () => {
    const requests: string[] = [];
    await new CallLoad(input, [connection(requests)]).run();
    const [head = '', body = ''] = requests[0]?.split('\r\n\r\n') ?? [];
    expect(head).toContain(`content-length: ${Buffer.byteLength(body)}`);
    expect(head).toContain('x-api-key: k');
    expect(JSON.parse(body)).toMatchObject({ requestId: 'p-0', campaignId: 'c1', recipients: [{ userId: 'b5' }] });
  });

  it('has as many calls on their way as connections when it is busy, and counts what was refused', async () => {
    const requests: string[] = [];
    const busy: CallsInput = { ...input, pace: { kind: 'busy' }, durationMs: 20 };
    const { accepted, refused, answerMs } = await new CallLoad(busy, [connection(requests, 503)]).run();
    expect(accepted).toBe(0);
    expect(refused).toEqual({ 503: requests.length });
    expect(answerMs).toHaveLength(requests.length);
  });
});
