import { events } from '@clarion/contracts';
import { testBrokers, topicPrefix } from '@clarion/testing';
import { describe, expect, it } from '@jest/globals';
import { createGroupTopics, createTopics, partitionsOf } from './topics.js';

const newSettings = () => ({ brokers: testBrokers(), topicPrefix: topicPrefix() });
const type = events.executionReady.type;

describe('topics', () => {
  it('are created once by any number at the same time', async () => {
    const settings = newSettings();
    const create = () => createTopics({ ...settings, replicationFactor: 1, partitions: 3 });
    await Promise.all([create(), create(), create()]);
    await Promise.all([createGroupTopics(settings, 'g'), createGroupTopics(settings, 'g')]);
    expect(await partitionsOf(settings, [type])).toEqual(new Map([[type, 3]]));
  });

  it('that do not exist are named, with what creates them', async () => {
    const settings = newSettings();
    await expect(partitionsOf(settings, [type])).rejects.toThrow(
      `Kafka has no topic ${settings.topicPrefix}${type}: create it, as deploy/create-topics.mjs does`,
    );
  });
});
