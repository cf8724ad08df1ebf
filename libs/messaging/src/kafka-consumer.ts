import type { Logger } from '@clarion/observability';
import type { Consumer, EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RawRecord } from './cloud-event.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';
import { PartitionRuns, type PartitionRun } from './partition-runs.js';

/** How long a member that was killed keeps its partitions. */
const sessionTimeoutMs = 10_000;
const heartbeatIntervalMs = 3_000;
/** How long a stop waits for a join that is under way: where Kafka is away, that may be long. */
const longestJoinMs = 2_000;

/** Records of one partition, handed over together. */
export interface PartitionBatch {
  /** Without the installation's prefix. */
  topic: string;
  partition: number;
  records: RawRecord[];
  /** False once the consumer stops or the group is shared anew: hand nothing further over. */
  isActive(): boolean;
  /** False once the partition has gone to another member, who does again what was not committed. */
  isOurs(): boolean;
  /** Everything up to and including `offset` is done and will not come again; nothing happens when it is not ours. */
  commit(offset: string): Promise<void>;
}

/** A member of a consumer group that reads from the earliest offset and commits only what it is told to. */
export class KafkaConsumer {
  private readonly consumer: Consumer;
  private readonly runs = new PartitionRuns();
  private joining: Promise<void> | undefined;
  private isStopping = false;
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
      retry: {
        retries: 8,
        initialRetryTime: 200,
        maxRetryTime: 5_000,
        restartOnFailure: () => Promise.resolve(!this.isStopping),
      },
    });
    this.watch();
  }

  /** Resolves when the group is joined; from then on batches come, up to four partitions at a time. */
  async run(topics: readonly string[], onBatch: (batch: PartitionBatch) => Promise<void>): Promise<void> {
    this.joining = this.join(topics, onBatch);
    await this.joining;
  }

  /** Waits for running batches, then leaves the group. */
  async stop(): Promise<void> {
    this.isStopping = true;
    // Kafka's client would leave a group that it is about to join in vain, and read on for ever.
    const joining = this.joining?.catch(() => undefined);
    await Promise.race([joining, sleep(longestJoinMs, undefined, { ref: false })]);
    await this.consumer.disconnect();
  }

  private async join(topics: readonly string[], onBatch: (batch: PartitionBatch) => Promise<void>): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({
      topics: topics.map((topic) => this.settings.topicPrefix + topic),
      fromBeginning: true,
    });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (payload) => this.inTurn(payload, onBatch),
    });
  }

  /** Whether this member is in its group, and heard from Kafka within a session timeout. */
  isJoined(): boolean {
    return Date.now() - this.lastHeartbeat < sessionTimeoutMs;
  }

  private watch(): void {
    const { events } = this.consumer;
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => {
      this.lastHeartbeat = Date.now();
      const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => nameOf({ topic, partition })),
      );
      this.runs.assign(new Set(assigned));
      this.logger.info({ group: payload.groupId, partitions: assigned.length }, 'joined the consumer group');
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

  /** Works on a batch once no earlier one of its partition is worked on. */
  private async inTurn(payload: EachBatchPayload, onBatch: (batch: PartitionBatch) => Promise<void>): Promise<void> {
    const offsets = payload.batch.messages.map(({ offset }) => offset);
    await this.withHeartbeats(payload, async (isRefused) => {
      const { run, left } = await this.runs.begin(nameOf(payload.batch), offsets);
      try {
        await onBatch(this.partitionBatch(payload, run, left, isRefused));
      } finally {
        run.end();
      }
    });
  }

  /** Tells the group that this member lives while a batch is worked on; a refusal ends the batch as kafkajs expects. */
  private async withHeartbeats(
    payload: EachBatchPayload,
    work: (isRefused: () => boolean) => Promise<void>,
  ): Promise<void> {
    let refusal: Error | undefined;
    const timer = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        refusal = error instanceof Error ? error : new Error(String(error));
      });
    }, heartbeatIntervalMs);
    try {
      await work(() => refusal !== undefined);
    } finally {
      clearInterval(timer);
    }
    if (refusal) throw refusal;
    await payload.heartbeat();
  }

  private partitionBatch(
    payload: EachBatchPayload,
    run: PartitionRun,
    left: number,
    isRefused: () => boolean,
  ): PartitionBatch {
    const { topic, partition, messages } = payload.batch;
    return {
      topic: topic.slice(this.settings.topicPrefix.length),
      partition,
      records: messages.slice(messages.length - left).map(recordOf),
      isActive: () => payload.isRunning() && !payload.isStale() && !run.isLost && !run.isSuperseded && !isRefused(),
      isOurs: () => !run.isLost,
      commit: async (offset) => {
        if (run.isLost) return;
        payload.resolveOffset(offset);
        const next = (BigInt(offset) + 1n).toString();
        await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] });
        run.committed(offset);
      },
    };
  }
}

function nameOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
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
