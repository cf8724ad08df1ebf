import { DependencyUnavailable, events, type EventDefinition } from '@clarion/contracts';
import { isKafkaAway, kafkaOf, type KafkaSettings } from './kafka-client.js';
import { topicsOfGroup } from './set-aside.js';

const fourteenDays = { name: 'retention.ms', value: String(14 * 24 * 60 * 60 * 1000) };
const eightMegabytes = { name: 'max.message.bytes', value: String(8 * 1024 * 1024) };

interface TopicSettings {
  topic: string;
  numPartitions: number;
  replicationFactor: number;
  configEntries: { name: string; value: string }[];
}

/**
 * Creates every topic of the catalogue that does not exist yet. Compacted topics take events up to 8 MB; all others
 * keep theirs for 14 days.
 */
export async function createTopics(
  options: KafkaSettings & { replicationFactor: number; partitions?: number },
): Promise<void> {
  const { replicationFactor, partitions = 12 } = options;
  const topics = Object.values<EventDefinition>(events).map(({ type, isCompacted }) => ({
    topic: type,
    numPartitions: partitions,
    replicationFactor,
    configEntries: isCompacted ? [{ name: 'cleanup.policy', value: 'compact' }, eightMegabytes] : [fourteenDays],
  }));
  await createMissing(options, topics);
}

/** Creates the topics that a group has for itself, where they are not there yet, with the broker's replication. */
export async function createGroupTopics(settings: KafkaSettings, group: string): Promise<void> {
  const { retry, deadLetters } = topicsOfGroup(group);
  const shared = { replicationFactor: -1, configEntries: [fourteenDays, eightMegabytes] };
  await createMissing(settings, [
    { topic: retry, numPartitions: 3, ...shared },
    { topic: deadLetters, numPartitions: 1, ...shared },
  ]);
}

async function createMissing(settings: KafkaSettings, wanted: TopicSettings[]): Promise<void> {
  const retry = { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 };
  const admin = kafkaOf(settings, 'topics', undefined, retry).admin();
  const named = wanted.map((topic) => ({ ...topic, topic: settings.topicPrefix + topic.topic }));
  try {
    await admin.connect();
    const existing = new Set(await admin.listTopics());
    const missing = named.filter(({ topic }) => !existing.has(topic));
    // Another instance may create them at the same time: that is an answer of false, not an error.
    if (missing.length > 0) await admin.createTopics({ waitForLeaders: true, topics: missing });
  } catch (error) {
    if (isKafkaAway(error)) throw new DependencyUnavailable('kafka', error);
    throw error;
  } finally {
    await admin.disconnect();
  }
}
