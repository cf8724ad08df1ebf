import { testBrokers, topicPrefix, waitFor } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GroupUnderTest, ready, type Ready } from './group-under-test.js';
import { done, reject } from './outcome.js';

const untilDone = (what: string, isDone: () => boolean) =>
  waitFor(() => isDone() || undefined, { what, timeoutMs: 30_000 });
/** More than one partition has, less than all of them. */
const bounds = { maxEvents: 40, maxBytes: 1024 * 1024 };

describe('what several partitions have at the same time', () => {
  let group: GroupUnderTest;
  let batches: Ready[][];
  /** Each once: where a topic is new, its producer may have written some twice. */
  const handled = () => [...new Map(batches.flat().map((event) => [event.id, event])).values()];
  const ofKey = (key: string) => handled().flatMap((event) => (event.key === key ? [event.id] : []));

  beforeEach(async () => {
    group = new GroupUnderTest({ brokers: testBrokers(), topicPrefix: topicPrefix() });
    batches = [];
    await group.createTopics(8);
  });

  afterEach(async () => {
    await group.stop();
    expect(group.failures).toEqual([]);
  });

  const keys = Array.from({ length: 24 }, (_, index) => `key-${index}`);
  const publish = (perKey: number) =>
    group.publishUntilKept(
      Array.from({ length: perKey }, (_, index) => keys.map((key) => ready(`${key}/${index}`, key))).flat(),
    );

  it('comes to the handler together, within the bounds of a batch, and keeps the order of each key', async () => {
    const { transport } = await group.join(
      (batch) => {
        batches.push(batch);
        return batch.map(() => done);
      },
      { bounds },
    );
    const isJoined = () =>
      transport
        .checkHealth()
        .then(() => true)
        .catch(() => undefined);
    await waitFor(isJoined, { what: 'the group to join', timeoutMs: 30_000 });
    await publish(4); // The first partition's answer the fetch that waits; the others' are there for the next one.
    await untilDone('all events', () => handled().length >= keys.length * 4);
    expect(handled()).toHaveLength(keys.length * 4);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(bounds.maxEvents);
    expect(batches.some((batch) => new Set(batch.map(({ partition }) => partition)).size > 1)).toBe(true);
    for (const key of keys) expect(ofKey(key)).toEqual([0, 1, 2, 3].map((index) => `${key}/${index}`));
  });

  it('has each event’s own outcome, and one that throws is found among those of all partitions', async () => {
    group.readLetters();
    await publish(1);
    await group.join(
      (batch) => {
        if (batch.some(({ key }) => key === 'key-7')) throw new TypeError('a defect');
        batches.push(batch);
        return batch.map(({ key }) => (key === 'key-3' ? reject('not this one') : done));
      },
      { bounds },
    );
    await untilDone('both dead letters', () => new Set(group.letters.map(({ key }) => key)).size >= 2);
    await untilDone('all others', () => handled().length >= keys.length - 1);
    expect(new Set(group.letters.map(({ key, cause }) => `${key} ${cause.errorClass} ${cause.reason}`))).toEqual(
      new Set(['key-3 reject not this one', 'key-7 TypeError a defect']),
    );
    expect(handled()).toHaveLength(keys.length - 1);
  });

  it('has no more batches with the handler at a time than told', async () => {
    let [underWay, most] = [0, 0];
    await publish(10);
    await group.join(
      async (batch) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setTimeout(resolve, 50));
        underWay -= 1;
        batches.push(batch);
        return batch.map(() => done);
      },
      { bounds, batchesAtOnce: 2 },
    );
    await untilDone('all events', () => handled().length >= keys.length * 10);
    expect(most).toBe(2);
  });
});
