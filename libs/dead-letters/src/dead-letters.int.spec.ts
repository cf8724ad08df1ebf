import { events } from '@clarion/contracts';
import { createTopics, done, event, reject, type DeadLetter } from '@clarion/messaging';
import { testBrokers, testDatabase, topicPrefix, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeadLettersRepository } from './dead-letters.repository.js';
import { startConsumer, type Consumer } from './dead-letters-under-test.js';

type Letter = Record<string, unknown> & { id: string };

const topic = events.executionReady.type;
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

function ready(id: string, sandbox = 'dev', size = 0) {
  const recipients = [
    { type: 'aep' as const, namespace: 'email', userId: 'a@example.com', context: { big: 'x'.repeat(size) } },
  ];
  const at = '2026-01-01T00:00:00.000Z';
  const data = { executionId: id, sandbox, campaignId: 'c', campaignVersion: 1, acceptedAt: at, recipients };
  return event(events.executionReady, { id, key: id, traceparent, data });
}

describe('dead letters', () => {
  let home: TestDatabase;
  let kafka: { brokers: string[]; topicPrefix: string };
  let one: Consumer;
  let other: Consumer;
  /** Whoever is in it is refused by the group `one`. */
  const refused = new Set<string>();
  const handled: string[] = [];
  const handledByOther: string[] = [];

  const list = async (query = '') => {
    const { body } = await one.call('GET', query);
    return body as { deadLetters: Letter[]; open: number };
  };
  /** The letters of these events, once all of them are there. */
  const lettersOf = (...ids: string[]) =>
    waitFor(
      async (saw) => {
        const { deadLetters } = await list('?limit=1000');
        saw(deadLetters.map(({ eventId }) => eventId));
        const found = ids.map((id) => deadLetters.find(({ eventId }) => eventId === id));
        return found.every((letter) => letter !== undefined) ? found : undefined;
      },
      { what: `the letters ${ids.join(', ')}`, timeoutMs: 20_000 },
    );
  const untilHandled = (id: string, times: number) =>
    waitFor(() => (handled.filter((one) => one === id).length >= times ? true : undefined), {
      what: `${id} to be handled ${times} times`,
      timeoutMs: 20_000,
    });

  beforeAll(async () => {
    home = await testDatabase();
    kafka = { brokers: testBrokers(), topicPrefix: topicPrefix() };
    await createTopics({ ...kafka, replicationFactor: 1, partitions: 1 });
    one = await startConsumer(home.url, kafka, 'one', ({ id }) => {
      handled.push(id);
      return refused.has(id) ? reject(`${id} is not for us`) : done;
    });
    other = await startConsumer(home.url, kafka, 'other', ({ id }) => {
      handledByOther.push(id);
      return done;
    });
  });

  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await home.drop();
  });

  it('are listed with what happened, and shown with all that they say', async () => {
    refused.add('shown');
    await one.publisher.publish([ready('shown')]);
    const [letter] = await lettersOf('shown');
    expect(letter).toMatchObject({
      group: 'one',
      topic,
      partition: 0,
      offset: expect.stringMatching(/^\d+$/),
      key: 'shown',
      eventType: topic,
      sandbox: 'dev',
      attempts: 1,
      errorClass: 'reject',
      reason: 'shown is not for us',
      state: 'open',
    });
    const { status, body } = await one.call('GET', `/${letter?.id}`);
    expect([status, body]).toMatchObject([200, { ...letter, headers: { ce_id: 'shown', traceparent } }]);
    expect(JSON.parse(body['value'] as string)).toEqual(ready('shown').data);
  });

  it('keep bytes that are no text, and data of megabytes', async () => {
    const headers = { ce_specversion: '1.0', ce_source: '/x', ce_type: topic };
    const bytes = Buffer.from([0xff, 0xfe, 0, 0x7b]);
    await one.publisher.send([{ topic, key: 'a\0b', value: bytes, headers: { ...headers, ce_id: 'bytes' } }]);
    refused.add('large');
    await one.publisher.send([
      {
        topic: 'one.dlq',
        key: 'k',
        value: JSON.stringify(ready('large', 'dev', 7_900_000).data),
        headers: { ...headers, ce_id: 'large' },
      },
    ]);
    const [letter, large] = await lettersOf('bytes', 'large');
    expect(letter).toMatchObject({ errorClass: 'unreadable', reason: 'its data is not JSON', key: 'a\0b' });
    expect(letter).not.toHaveProperty('sandbox');
    const { body } = await one.call('GET', `/${letter?.id}`);
    expect(body).toMatchObject({ valueBase64: bytes.toString('base64') });
    const { body: whole } = await one.call('GET', `/${large?.id}`);
    expect((whole['value'] as string).length).toBeGreaterThan(7_900_000);
  });

  it('are filtered, and come newest first in pages', async () => {
    for (const id of ['page-1', 'page-2', 'page-3']) refused.add(id);
    await one.publisher.publish([ready('page-1'), ready('page-2', 'prod'), ready('page-3')]);
    await lettersOf('page-1', 'page-2', 'page-3');
    const first = await list('?errorClass=reject&limit=2');
    expect(first.deadLetters.map(({ eventId }) => eventId)).toEqual(['page-3', 'page-2']);
    const second = await list(`?errorClass=reject&limit=1&after=${first.deadLetters[1]?.id}`);
    expect(second.deadLetters.map(({ eventId }) => eventId)).toEqual(['page-1']);
    const ofDev = await list('?sandbox=dev');
    expect(ofDev.deadLetters.map(({ eventId }) => eventId)).not.toContain('page-2');
    expect(ofDev.deadLetters.map(({ eventId }) => eventId)).toContain('bytes');
    expect(ofDev.open).toBe((await list()).open - 1);
    for (const nothing of ['?group=two', '?topic=t', '?state=replayed', '?errorClass=E']) {
      expect((await list(nothing)).deadLetters).toEqual([]);
    }
  });

  it('are replayed to their own group alone, as if they had never been handed over', async () => {
    refused.add('fixed');
    await one.publisher.publish([ready('fixed')]);
    const [letter] = await lettersOf('fixed');
    refused.delete('fixed');
    expect(await one.call('POST', '/replay', { ids: [letter?.id] })).toEqual({ status: 200, body: { count: 1 } });
    await untilHandled('fixed', 2);
    const [after] = await lettersOf('fixed');
    expect(after).toMatchObject({ state: 'replayed', changedAt: expect.any(String) });
    expect(await one.call('POST', '/replay', { ids: [letter?.id] })).toEqual({ status: 200, body: { count: 0 } });
    await waitFor(() => (handledByOther.includes('fixed') ? true : undefined), { what: 'the other group' });
    expect(handledByOther.filter((id) => id === 'fixed')).toHaveLength(1);
  });

  it('that fail again after a replay are new ones, and do not go round', async () => {
    refused.add('stubborn');
    await one.publisher.publish([ready('stubborn')]);
    await lettersOf('stubborn');
    const match = { topic, errorClass: 'reject', group: 'one' };
    const { body } = await one.call('POST', '/replay', { match });
    expect(body['count']).toBe(5); // shown, three pages, stubborn
    const letters = await waitFor(
      async () => {
        const { deadLetters } = await list('?limit=1000');
        const found = deadLetters.filter(({ eventId }) => eventId === 'stubborn');
        return found.length === 2 ? found : undefined;
      },
      { what: 'the second letter', timeoutMs: 20_000 },
    );
    expect(letters.map(({ state }) => state)).toEqual(['open', 'replayed']);
  });

  it('are discarded where nobody wants them any more', async () => {
    refused.add('unwanted');
    await one.publisher.publish([ready('unwanted', 'test-sandbox')]);
    const [letter] = await lettersOf('unwanted');
    const discard = (body: object) => one.call('POST', '/discard', body);
    expect((await discard({ ids: [letter?.id], sandbox: 'dev' })).body).toEqual({ count: 0 });
    expect((await discard({ ids: [letter?.id], sandbox: 'test-sandbox' })).body).toEqual({ count: 1 });
    expect((await one.call('POST', '/replay', { ids: [letter?.id] })).body).toEqual({ count: 0 });
    expect((await list('?state=discarded')).deadLetters).toMatchObject([{ eventId: 'unwanted' }]);
  });

  it('that are read again are there once', async () => {
    const letters = new DeadLettersRepository(one.database);
    const letter: DeadLetter = {
      group: 'one',
      place: { partition: 0, offset: '1000' },
      origin: { topic, partition: 0, offset: '1', attempts: 1 },
      cause: { errorClass: 'reject', reason: 'no' },
      failedAt: new Date(),
      key: 'k',
      value: null,
      headers: {},
    };
    expect([await letters.keep([letter]), await letters.keep([letter])]).toEqual([1, 0]);
  });

  it.each([
    ['GET', '?limit=x', undefined, 400, 'InvalidRequest'],
    ['GET', '/nonsense', undefined, 404, 'DeadLetterNotFound'],
    ['GET', '/0197748d-9c00-7000-8000-0029c3a1b2c4', undefined, 404, 'DeadLetterNotFound'],
    ['POST', '/replay', {}, 400, 'InvalidRequest'],
    ['POST', '/discard', { match: { all: true } }, 400, 'InvalidRequest'],
  ] as const)('are not found by what cannot be understood: %s %s', async (method, path, body, status, code) => {
    expect(await one.call(method, path, body)).toMatchObject({ status, body: { code } });
  });
});
