import type { Logger } from '@clarion/observability';
import type { Consumer, EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import type { RawRecord } from './cloud-event.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';

/** How long a member that was killed keeps its partitions. */
const sessionTimeoutMs = 10_000;
const heartbeatIntervalMs = 3_000;

/** Records of one partition, handed over together. */
export interface PartitionBatch {
  /** Without the installation's prefix. */
  topic: string;
  partition: number;
  records: RawRecord[];
  /** False once the consumer stops or the partition has gone to another member: hand nothing further over. */
  isActive(): boolean;
  /** Everything up to and including `offset` is done; nothing before it will come again. */
  commit(offset: string): Promise<void>;
}

/** A member of a consumer group that reads from the earliest offset and commits only what it is told to. */
export class KafkaConsumer {
  private readonly consumer: Consumer;
  private readonly assigned = new Set<string>();
  private lastHeartbeat = 0;

  constructor(
    private readonly settings: KafkaSettings,
    group: string,
    private readonly logger: Logger,
  ) {
    const kafka = kafkaOf(settings, group, logger, { retries: 8, initialRetryTime: 200, maxRetryTime: 5_000 });
    this.consumer = kafka.consumer({
      groupId: settings.topicPrefix + group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatIntervalMs,
      maxWaitTimeInMs: 1_000,
      allowAutoTopicCreation: false,
      retry: { retries: 8, initialRetryTime: 200, maxRetryTime: 5_000, restartOnFailure: () => Promise.resolve(true) },
    });
    this.watch();
  }

  /** Resolves when the group is joined; from then on batches come, up to four partitions at a time. */
  async run(topics: readonly string[], onBatch: (batch: PartitionBatch) => Promise<void>): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({
      topics: topics.map((topic) => this.settings.topicPrefix + topic),
      fromBeginning: true,
    });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (payload) => this.withHeartbeats(payload, () => onBatch(this.partitionBatch(payload))),
    });
  }

  /** Waits for running batches, then leaves the group. */
  async stop(): Promise<void> {
    await this.consumer.disconnect();
  }

  /** Whether this member is in its group, and heard from Kafka within a session timeout. */
  isJoined(): boolean {
    return Date.now() - this.lastHeartbeat < sessionTimeoutMs;
  }

  private watch(): void {
    const { events } = this.consumer;
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => {
      this.lastHeartbeat = Date.now();
      this.assigned.clear();
      for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
        for (const partition of partitions) this.assigned.add(`${topic}/${partition}`);
      }
      this.logger.info({ group: payload.groupId, partitions: this.assigned.size }, 'joined the consumer group');
    });
    this.consumer.on(events.HEARTBEAT, () => {
      this.lastHeartbeat = Date.now();
    });
    for (const lost of [events.CRASH, events.DISCONNECT]) {
      this.consumer.on(lost, () => {
        this.lastHeartbeat = 0;
      });
    }
  }

  /** Tells the group that this member lives while a batch is worked on; a refusal ends the batch as kafkajs expects. */
  private async withHeartbeats(payload: EachBatchPayload, work: () => Promise<void>): Promise<void> {
    let refusal: Error | undefined;
    const timer = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        refusal = error instanceof Error ? error : new Error(String(error));
      });
    }, heartbeatIntervalMs);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
    if (refusal) throw refusal;
    await payload.heartbeat();
  }

  private partitionBatch(payload: EachBatchPayload): PartitionBatch {
    const { topic, partition, messages } = payload.batch;
    return {
      topic: topic.slice(this.settings.topicPrefix.length),
      partition,
      records: messages.map(recordOf),
      isActive: () => payload.isRunning() && !payload.isStale() && this.assigned.has(`${topic}/${partition}`),
      commit: async (offset) => {
        payload.resolveOffset(offset);
        const next = (BigInt(offset) + 1n).toString();
        await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] });
      },
    };
  }
}

function recordOf(message: KafkaMessage): RawRecord {
  return {
    offset: message.offset,
    key: message.key?.toString('utf8') ?? '',
    value: message.value,
    headers: headersOf(message.headers),
  };
}

function headersOf(headers: IHeaders | undefined): Record<string, string> {
  const first = (value: IHeaders[string]) => (Array.isArray(value) ? value[0] : value)?.toString() ?? '';
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, first(value)]));
}
