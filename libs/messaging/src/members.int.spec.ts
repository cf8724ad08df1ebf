import { events } from '@clarion/contracts';
import { testBrokers, topicPrefix, waitFor } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { GroupUnderTest, ready, type Handler, type Ready } from './group-under-test.js';
import { done } from './outcome.js';

const untilDone = (what: string, isDone: () => boolean) =>
  waitFor(() => isDone() || undefined, { what, timeoutMs: 30_000 });

/** Whether the group has committed all that lies in its topic. */
async function isCaughtUp({ kafka, group }: GroupUnderTest): Promise<boolean> {
  const topic = kafka.topicPrefix + events.executionReady.type;
  const admin = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    const [committed] = await admin.fetchOffsets({ groupId: kafka.topicPrefix + group, topics: [topic] });
    const upTo = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return ends.every(({ partition, offset }) => Math.max(0, upTo.get(partition) ?? 0) >= Number(offset));
  } finally {
    await admin.disconnect();
  }
}

describe('the members of a group', () => {
  let group: GroupUnderTest;
  let handled: Ready[] = [];
  const ids = () => handled.map(({ id }) => id);

  beforeEach(() => {
    group = new GroupUnderTest({ brokers: testBrokers(), topicPrefix: topicPrefix() });
    handled = [];
  });

  afterEach(async () => {
    await group.stop();
    expect(group.failures).toEqual([]);
  });

  /** Takes its time for each slice, and writes down what it has done. */
  const slowly =
    (sliceMs: number, own: Ready[] = []): Handler =>
    async (batch) => {
      await sleep(sliceMs);
      handled.push(...batch);
      own.push(...batch);
      return batch.map(() => done);
    };
  /** What a later member is handed: nothing but `last` when all before it is committed. */
  const handedToALaterMember = async () => {
    const later: Ready[] = [];
    await group.publisher.publish(Array.from({ length: 16 }, (_, index) => ready(`last-${index}`, `last-${index}`)));
    await group.join(slowly(0, later));
    await untilDone('the last events', () => later.filter(({ id }) => id.startsWith('last-')).length >= 16);
    return later.map(({ id }) => id).filter((id) => !id.startsWith('last-'));
  };
  const firstsOfKey = (key: string) => [...new Set(handled.filter((event) => event.key === key).map(({ id }) => id))];

  it('share the partitions in mid-batch: nothing is lost, a key keeps its order, and what is done is committed', async () => {
    await group.createTopics(4);
    const keys = Array.from({ length: 8 }, (_, index) => `key-${index}`);
    const sent = Array.from({ length: 50 }, (_, index) => keys.map((key) => ready(`${key}/${index}`, key))).flat();
    await group.publisher.publish(sent);
    const [first, second] = [[], []] as [Ready[], Ready[]];
    const one = await group.join(slowly(400, first));
    await untilDone('the first events', () => handled.length >= 20);
    const two = await group.join(slowly(400, second));
    await untilDone('all events', () => new Set(ids()).size === sent.length);
    for (const key of keys)
      expect(firstsOfKey(key)).toEqual(Array.from({ length: 50 }, (_, index) => `${key}/${index}`));
    expect(second.length).toBeGreaterThan(0);
    // A partition that changed hands in mid-batch may be under way a second time, up to its end.
    await waitFor(async () => (await isCaughtUp(group)) || undefined, {
      what: 'all to be committed',
      timeoutMs: 30_000,
    });
    await Promise.all([one.stop(), two.stop()]);
    expect(await handedToALaterMember()).toEqual([]);
  });

  it('stop in mid-batch within 10 s: the slice under way is done and committed, the rest is the next member’s', async () => {
    await group.createTopics(1);
    const sent = Array.from({ length: 40 }, (_, index) => ready(`stop-${index}`));
    await group.publisher.publish(sent);
    let begun = 0;
    const one = await group.join((batch) => {
      begun += batch.length;
      return slowly(1_000)(batch);
    });
    await untilDone('a slice to be under way', () => begun > 5);
    const start = performance.now();
    await one.stop();
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(handled).toHaveLength(begun);
    expect(begun).toBeLessThan(40);
    await group.join(slowly(0));
    await untilDone('the rest', () => handled.length >= 40);
    expect(ids()).toEqual(sent.map(({ id }) => id));
  });
});
