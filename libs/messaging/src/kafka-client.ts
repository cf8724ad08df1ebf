import { DependencyUnavailable, events, type EventDefinition } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import kafkajs, { type CompressionTypes, type Kafka, type Producer, type SASLOptions } from 'kafkajs';
import './kafka-encoder.js';
import './kafka-request-queue.js';
import { encode, sourceOf } from './cloud-event.js';
import type { OutgoingEvent } from './events.js';
import { partitionByKey } from './kafka-partitioner.js';
import type { OutgoingRecord } from './set-aside.js';

// Node does not see all names of this CommonJS package from outside.
const { KafkaJSError, logLevel } = kafkajs;

/** Where Kafka is, and how this installation names its topics there. */
export interface KafkaSettings {
  brokers: string[];
  /** Stands before every topic's and group's name, so that installations can share a cluster. */
  topicPrefix: string;
  /** TLS, checked against the authorities that Node knows. */
  ssl?: boolean;
  /** How this installation says who it is, where Kafka asks. */
  sasl?: KafkaCredentials;
}

export interface KafkaCredentials {
  mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  username: string;
  password: string;
}

/** Publishes events. Resolves when all of them are kept by Kafka (`acks=all`). */
export interface Publisher {
  /**
   * @throws DependencyUnavailable when Kafka does not answer; some of the events may have been kept.
   */
  publish(outgoing: readonly OutgoingEvent[]): Promise<void>;
}

/** Nest's token for a service's publisher. */
export const PUBLISHER = Symbol('publisher');

/** A publisher that connects when it is first used, and again after a loss. */
export class KafkaPublisher implements Publisher {
  private readonly producer: Producer;
  private connection: Promise<void> | undefined;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly service: string,
    logger: Logger,
  ) {
    const kafka = kafkaOf(settings, service, logger, { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 });
    this.producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: partitionByKey,
    });
  }

  async publish(outgoing: readonly OutgoingEvent[]): Promise<void> {
    const now = new Date();
    await this.send(
      outgoing.map((event) => {
        const { topic, key } = event;
        return { topic, key, ...encode(event, sourceOf(this.service), now) };
      }),
    );
  }

  /**
   * Writes records as they are.
   * @throws DependencyUnavailable as `publish`
   */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    const topicMessages = messagesByTopic(records, this.settings.topicPrefix);
    try {
      await this.connect();
      await this.producer.sendBatch({ topicMessages, acks: -1, compression: compressionOf(records) });
    } catch (error) {
      if (isKafkaAway(error)) throw new DependencyUnavailable('kafka', error);
      throw error;
    }
  }

  /** Resolves when Kafka answers. */
  async connect(): Promise<void> {
    this.connection ??= this.producer.connect().catch((error: unknown) => {
      this.connection = undefined;
      throw new DependencyUnavailable('kafka', error);
    });
    await this.connection;
  }

  async disconnect(): Promise<void> {
    await this.producer.disconnect();
  }
}

/** Each topic once: kafkajs puts together the messages of a topic that is named again by copying those before. */
function messagesByTopic(records: readonly OutgoingRecord[], prefix: string) {
  const byTopic = new Map<string, Omit<OutgoingRecord, 'topic'>[]>();
  for (const { topic, ...message } of records) {
    const messages = byTopic.get(topic);
    if (messages) messages.push(message);
    else byTopic.set(topic, [message]);
  }
  return [...byTopic].map(([topic, messages]) => ({ topic: prefix + topic, messages }));
}

/** Definitions always; everything else where it is large: it may have come compressed, and must fit again. */
function compressionOf(outgoing: readonly OutgoingRecord[]): CompressionTypes {
  const compacted = Object.values<EventDefinition>(events).filter((event) => event.isCompacted);
  const isCompacted = outgoing.some((event) => compacted.some(({ type }) => type === event.topic));
  const isLarge = outgoing.reduce((bytes, { value }) => bytes + (value?.length ?? 0), 0) > 512 * 1024;
  return isCompacted || isLarge ? kafkajs.CompressionTypes.GZIP : kafkajs.CompressionTypes.None;
}

/** Refused credentials among them: they say nothing of the event, and somebody may put them right. */
const connectionErrors = new Set([
  'KafkaJSConnectionError',
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSSASLAuthenticationError',
]);

/** Whether an error of the client, or one that stands behind it, has one of Kafka's own error names. */
export function speaksOf(error: unknown, types: readonly string[]): boolean {
  if (!(error instanceof Error)) return false;
  const { type, errors = [] } = error as Error & { type?: string; errors?: unknown[] };
  return [error.cause, ...errors].some((one) => speaksOf(one, types)) || (type !== undefined && types.includes(type));
}

/** Whether an error of the client speaks of Kafka being away, and not of the event that was sent. */
export function isKafkaAway(error: unknown): boolean {
  if (!(error instanceof KafkaJSError)) return false;
  const speaksOfConnection = connectionErrors.has(error.name);
  // A lost connection may come wrapped in an error that the client itself does not try again.
  return error.retriable || speaksOfConnection || isKafkaAway(error.cause);
}

/** A client whose own lines go to the service's log, if there is one. */
export function kafkaOf(
  { brokers, ssl = false, sasl }: KafkaSettings,
  clientId: string,
  logger: Logger | undefined,
  retry: { retries: number; initialRetryTime: number; maxRetryTime: number },
): Kafka {
  return new kafkajs.Kafka({
    clientId,
    brokers,
    ssl,
    ...(sasl && { sasl: sasl as SASLOptions }),
    retry,
    connectionTimeout: 2_000,
    logLevel: logger ? logLevel.WARN : logLevel.NOTHING,
    logCreator: () => (entry) => {
      const level = entry.level === logLevel.ERROR ? 'warn' : 'info';
      logger?.[level]({ kafka: entry.log['error'] ?? entry.log['groupId'] }, `kafka client: ${entry.log.message}`);
    },
  });
}
