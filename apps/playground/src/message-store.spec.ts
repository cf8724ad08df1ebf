import { describe, expect, it } from '@jest/globals';
import type { Message } from './message.js';
import { MessageStore } from './message-store.js';

describe('MessageStore', () => {
  it('lists all messages, newest first', () => {
    const store = holding(['1', 'ada@example.com'], ['2', 'bob@example.com'], ['3', 'ada@example.com']);

    expect(idsOf(store.find())).toEqual(['3', '2', '1']);
  });

  it('finds by recipient in any case, and never by a part of the address', () => {
    const store = holding(['1', 'Ada@Example.com'], ['2', 'bob@example.com'], ['3', 'ada@example.com']);

    expect(idsOf(store.find({ to: 'ADA@example.com' }))).toEqual(['3', '1']);
    expect(store.find({ to: 'ada' })).toEqual([]);
  });

  it('finds by channel, alone and together with a recipient', () => {
    const store = holding(['1', 'ada@example.com'], ['2', 'bob@example.com']);

    expect(idsOf(store.find({ channel: 'email' }))).toEqual(['2', '1']);
    expect(idsOf(store.find({ channel: 'email', to: 'ada@example.com' }))).toEqual(['1']);
    expect(store.find({ channel: 'sms' })).toEqual([]);
  });

  it('forgets the oldest message, everywhere, once there are too many', () => {
    const store = new MessageStore(2);
    for (const id of ['1', '2', '3']) store.add(message(id, id === '2' ? 'bob@example.com' : 'ada@example.com'));

    expect(idsOf(store.find())).toEqual(['3', '2']);
    expect(idsOf(store.find({ to: 'ada@example.com' }))).toEqual(['3']);
    expect(store.get('1')).toBeUndefined();
    expect(store.get('3')?.id).toBe('3');
  });

  it('has nothing left after it was cleared, and takes new messages', () => {
    const store = holding(['1', 'ada@example.com']);

    store.clear();

    expect(store.size).toBe(0);
    expect(store.get('1')).toBeUndefined();
    expect(store.find({ to: 'ada@example.com' })).toEqual([]);
    store.add(message('2', 'ada@example.com'));
    expect(idsOf(store.find({ to: 'ada@example.com' }))).toEqual(['2']);
  });

  it('tells a watcher of what happens, in order, until it stops watching', () => {
    const store = holding(['1', 'ada@example.com']);
    const seen: string[] = [];
    const unwatch = store.watch({ received: ({ id }) => seen.push(id), cleared: () => seen.push('cleared') });

    store.add(message('2', 'ada@example.com'));
    store.clear();
    unwatch();
    store.add(message('3', 'ada@example.com'));

    expect(seen).toEqual(['2', 'cleared']);
  });

  it('finds one recipient among 50,000 messages without looking at the others', () => {
    const store = new MessageStore(50_000);
    let looks = 0;
    for (let n = 0; n < 50_000; n++) {
      const counted = { get: () => (looks++, 'email'), enumerable: true };
      store.add(Object.defineProperty({ ...message(`${n}`, `user-${n}@example.com`) }, 'channel', counted));
    }

    expect(idsOf(store.find({ to: 'user-25000@example.com', channel: 'email' }))).toEqual(['25000']);
    expect(looks).toBe(1);
  });
});

function holding(...messages: [id: string, to: string][]): MessageStore {
  const store = new MessageStore(100);
  for (const [id, to] of messages) store.add(message(id, to));
  return store;
}

function message(id: string, to: string): Message {
  const receivedAt = '2026-01-02T03:04:05.000Z';
  return {
    id,
    channel: 'email',
    to,
    from: 'shop@example.com',
    subject: '',
    text: '',
    html: '',
    headers: {},
    receivedAt,
  };
}

function idsOf(messages: readonly Message[]): string[] {
  return messages.map(({ id }) => id);
}
