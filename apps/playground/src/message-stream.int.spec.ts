import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { buildHttpServer } from './http-server.js';
import { openLog } from './log.js';
import type { Message } from './message.js';
import { MessageStore } from './message-store.js';

let store: MessageStore;
let http: FastifyInstance;
let url: string;

beforeEach(async () => {
  store = new MessageStore(1_000);
  http = await buildHttpServer({ store, log: openLog('silent'), isMailAccepted: () => false });
  url = await http.listen({ port: 0 });
});
afterEach(() => http.close());

describe('the stream of messages', () => {
  it('starts with the newest 200 of what is there', async () => {
    for (let n = 1; n <= 250; n++) store.add(message(`${n}`, 'ada@example.com'));

    const { data } = await (await listen()).next('inbox');

    expect(data).toMatchObject({ total: 250, limit: 1_000 });
    expect((data as { messages: Message[] }).messages).toHaveLength(200);
    expect((data as { messages: Message[] }).messages[0]).toMatchObject({ id: '250' });
  });

  it('tells of each message, without its content, and of clearing', async () => {
    const listener = await listen();
    await listener.next('inbox');

    store.add(message('1', 'ada@example.com'));
    store.clear();

    const { id, channel, to, from, subject, receivedAt } = message('1', 'ada@example.com');
    expect((await listener.next('received')).data).toEqual({ id, channel, to, from, subject, receivedAt });
    expect((await listener.next('cleared')).data).toEqual({});
  });

  it('keeps to the recipients that contain what is asked for', async () => {
    store.add(message('1', 'Ada@example.com'));
    store.add(message('2', 'bob@example.com'));
    const listener = await listen('?recipient=aDA');

    expect((await listener.next('inbox')).data).toMatchObject({ total: 1, messages: [{ id: '1' }] });
    store.add(message('3', 'bob@example.com'));
    store.add(message('4', 'ada@example.com'));
    expect((await listener.next('received')).data).toMatchObject({ id: '4' });
  });

  it('keeps a silent connection open with comments', async () => {
    jest.useFakeTimers({ now: Date.now(), doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask'] });
    try {
      const listener = await listen();
      await listener.next('inbox');
      jest.advanceTimersByTime(15_000);
      await expect(listener.until(': keep-alive\n\n')).resolves.toContain(': keep-alive');
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('readiness', () => {
  it('is down while no mail is accepted, and the process is live all the same', async () => {
    const ready = await fetch(`${url}/health/ready`);

    expect([ready.status, await ready.json()]).toEqual([503, { status: 'down' }]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });
});

/** Reads the stream as it comes. */
async function listen(query = '') {
  const response = await fetch(`${url}/api/messages/stream${query}`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const pieces = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';

  const until = async (text: string): Promise<string> => {
    while (!unread.includes(text)) {
      const piece = await pieces?.read();
      if (!piece || piece.done) throw new Error(`The stream ended before "${text}"`);
      unread += piece.value;
    }
    const end = unread.indexOf(text) + text.length;
    const read = unread.slice(0, end);
    unread = unread.slice(end);
    return read;
  };
  const next = async (event: string): Promise<{ data: unknown }> => {
    await until(`event: ${event}\ndata: `);
    return { data: JSON.parse(await until('\n\n')) };
  };
  return { until, next };
}

function message(id: string, to: string): Message {
  const receivedAt = '2026-01-02T03:04:05.000Z';
  return {
    ...{ id, to, receivedAt, channel: 'email', from: 'shop@example.com', subject: 'Hi' },
    ...{ text: 'Hello', html: '<p>Hello</p>', headers: {} },
  };
}
