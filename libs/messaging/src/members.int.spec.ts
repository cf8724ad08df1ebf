import { testBrokers, topicPrefix, waitFor } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { GroupUnderTest, ready, type Handler, type Ready } from './group-under-test.js';
import { done } from './outcome.js';

const untilDone = (what: string, isDone: () => boolean) =>
  waitFor(() => isDone() || undefined, { what, timeoutMs: 30_000 });

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
