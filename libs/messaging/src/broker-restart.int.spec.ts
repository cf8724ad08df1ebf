import { cacheDirectory, fetchKafka, freePort, startKafka, waitFor, type StartedKafka } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroupUnderTest, ready } from './group-under-test.js';
import { done } from './outcome.js';

const keys = ['a', 'b', 'c'];
const perKey = 100;

/** On a Kafka of its own, for it is killed. */
describe('a broker that is killed in mid-stream and comes back', () => {
  let directory: string;
  let kafka: StartedKafka;
  let group: GroupUnderTest;
  const handled: string[] = [];

  const start = (port: number) => startKafka({ cacheDirectory: cacheDirectory(), dataDirectory: directory, port });
  const publish = (from: number, to: number) =>
    group.publishUntilKept(
      Array.from({ length: to - from }, (_, index) => from + index).flatMap((number) =>
        keys.map((key) => ready(`${key}-${String(number).padStart(3, '0')}`, key)),
      ),
    );

  beforeAll(async () => {
    await fetchKafka(cacheDirectory());
    directory = await mkdtemp(join(tmpdir(), 'clarion-messaging-'));
    const port = await freePort();
    kafka = await start(port);
    group = new GroupUnderTest({ brokers: kafka.brokers, topicPrefix: '' });
    await group.createTopics(3);
    await publish(0, perKey / 2);
    await group.join((batch) => {
      handled.push(...batch.map(({ id }) => id));
      return batch.map(() => done);
    });
    await waitFor(() => handled.length >= keys.length * 10 || undefined, { what: 'some events', timeoutMs: 60_000 });
    await kafka.kill();
    kafka = await start(port);
    await publish(perKey / 2, perKey);
  }, 180_000);

  afterAll(async () => {
    await group.stop();
    await kafka.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('loses no event, and each key keeps its order: what comes twice comes after its first time', async () => {
    const first = () => [...new Set(handled)];
    await waitFor(
      (saw) => {
        saw(`${first().length} events`);
        return first().length === keys.length * perKey || undefined;
      },
      { what: 'all events', timeoutMs: 90_000 },
    );
    for (const key of keys) {
      const ofKey = first().filter((id) => id.startsWith(key));
      expect(ofKey).toEqual(ofKey.toSorted());
    }
    expect(group.failures).toEqual([]);
  }, 120_000);
});
