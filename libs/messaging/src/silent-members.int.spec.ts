import { startProcess, testBrokers, textFrom, topicPrefix, waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GroupUnderTest, ready } from './group-under-test.js';
import { done } from './outcome.js';

const untilDone = (what: string, isDone: () => boolean | Promise<boolean>) =>
  waitFor(async () => (await isDone()) || undefined, { what, timeoutMs: 40_000 });

/** Both take longer than a session timeout, and so go on beside each other. */
describe('a member that is not heard of for longer than the session timeout', () => {
  const newGroup = () => new GroupUnderTest({ brokers: testBrokers(), topicPrefix: topicPrefix() });
  const [slow, killed] = [newGroup(), newGroup()];
  const begun: string[] = [];
  const takenOver: string[] = [];
  let slowDone = 0;

  beforeAll(async () => {
    await slow.createTopics(1);
    await killed.createTopics(1);
    await slow.publisher.publish([ready('slow')]);
    await slow.join(async (batch) => {
      begun.push(...batch.map(({ id }) => id));
      if (begun.length === 1) await sleep(12_000);
      slowDone += batch.length;
      return batch.map(() => done);
    });
    await killed.publisher.publish(Array.from({ length: 10 }, (_, index) => ready(`event-${index}`)));
    const logFile = join(await mkdtemp(join(tmpdir(), 'clarion-messaging-')), 'holder.log');
    const { brokers, topicPrefix: prefix } = killed.kafka;
    const holder = startProcess({
      name: 'holder',
      file: join(import.meta.dirname, '../fixtures/holds-a-batch.mjs'),
      logFile,
      env: { ...process.env, BROKERS: brokers.join(','), TOPIC_PREFIX: prefix, GROUP: killed.group },
    });
    await untilDone('the second batch', async () => (await textFrom(logFile, 0)).includes('batch 2'));
    await holder.kill();
    await killed.join((batch) => {
      takenOver.push(...batch.map(({ id }) => id));
      return batch.map(() => done);
    });
  });

  afterAll(async () => {
    await Promise.all([slow.stop(), killed.stop()]);
    expect([...slow.failures, ...killed.failures]).toEqual([]);
  });

  it('because it was killed loses nothing: another gets what it had not done, and not what it had', async () => {
    await untilDone('the events of the killed member', () => takenOver.length >= 5);
    expect(takenOver).toEqual(['event-5', 'event-6', 'event-7', 'event-8', 'event-9']);
  });

  it('would be one with a slow handler, if it did not say meanwhile that it lives: nobody else gets its event', async () => {
    await untilDone('the slow event', () => slowDone === 1);
    await slow.publisher.publish([ready('next')]);
    await untilDone('the next event', () => slowDone === 2);
    expect(begun).toEqual(['slow', 'next']);
  });
});
