import { DependencyUnavailable, events, pauseMs, type EventDefinition } from '@clarion/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { isKafkaAway, kafkaOf, speaksOf, type KafkaSettings } from './kafka-client.js';
import { topicsOfGroup } from './set-aside.js';

const fourteenDays = { name: 'retention.ms', value: String(14 * 24 * 60 * 60 * 1000) };
const eightMegabytes = { name: 'max.message.bytes', value: String(8 * 1024 * 1024) };

/** What Kafka says of topics that somebody is creating at this moment. */
const unfinished = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'TOPIC_ALREADY_EXISTS'];
const mostTries = 6;

type Admin = ReturnType<ReturnType<typeof kafkaOf>['admin']>;

interface TopicSettings {
  topic: string;
  numPartitions: number;
  replicationFactor: number;
  configEntries: { name: string; value: string }[];
}

/**
 * Creates every topic of the catalogue that does not exist yet, with 12 partitions unless told; several may do so at the
 * same time. Compacted topics take events up to 8 MB; all others keep theirs for 14 days.
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

/**
 * How many partitions each of the topics has.
 * @throws Error that names those that do not exist
 */
export async function partitionsOf(
  settings: KafkaSettings,
  topics: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const named = topics.map((topic) => settings.topicPrefix + topic);
  return withAdmin(settings, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = named.filter((topic) => !existing.has(topic));
    if (missing.length > 0) {
      throw new Error(`Kafka has no topic ${missing.join(', ')}: create it, as deploy/create-topics.mjs does`);
    }
    const found = await admin.fetchTopicMetadata({ topics: named });
    const prefix = settings.topicPrefix.length;
    return new Map(found.topics.map(({ name, partitions }) => [name.slice(prefix), partitions.length]));
  });
}

async function createMissing(settings: KafkaSettings, wanted: TopicSettings[]): Promise<void> {
  const named = wanted.map((topic) => ({ ...topic, topic: settings.topicPrefix + topic.topic }));
  await withAdmin(settings, async (admin) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await createOnce(admin, named);
        return;
      } catch (error) {
        if (attempt === mostTries || !speaksOf(error, unfinished)) throw error;
        await sleep(pauseMs(attempt, Math.random()));
      }
    }
  });
}

/** Whoever creates a topic that another creates just now must wait for it all the same. */
async function createOnce(admin: Admin, named: TopicSettings[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = named.filter(({ topic }) => !existing.has(topic));
  if (missing.length === 0) return;
  await admin.createTopics({ waitForLeaders: false, topics: missing });
  await admin.fetchTopicMetadata({ topics: missing.map(({ topic }) => topic) });
}

async function withAdmin<Result>(settings: KafkaSettings, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const retry = { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 };
  const admin = kafkaOf(settings, 'topics', undefined, retry).admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    if (isKafkaAway(error)) throw new DependencyUnavailable('kafka', error);
    throw error;
  } finally {
    await admin.disconnect();
  }
}
