import { Collector, pauseMs } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import type { Consumer, EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RawRecord } from './cloud-event.js';
import { pauseWhile } from './hand-over.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';
import { PartitionRuns, type PartitionRun } from './partition-runs.js';
import { untilDone } from './until-done.js';

/** How long a member that was killed keeps its partitions. */
const sessionTimeoutMs = 10_000;
const heartbeatIntervalMs = 3_000;
/** From the beginning of a batch: what took so long is not paused after. */
const longestTurnMs = 80;
/** Of one request. */
const mostCommits = 1_000;
/** All that a member has: Kafka's client asks for more only when it is done with what all of them had. */
const partitionsAtOnce = 100;
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

export interface ConsumerOptions {
  group: string;
  logger: Logger;
  /** Of each partition in one request, 1 MB unless told; a record above it comes alone. All of them are held at once. */
  maxBytesPerPartition?: number;
}

/** That a partition is done up to before this offset. */
interface Commit {
  topic: string;
  partition: number;
  next: string;
  isOurs: () => boolean;
  /** By which it is committed. */
  payload: EachBatchPayload;
}

type OnBatch = (batch: PartitionBatch) => Promise<void>;

/** A member of a consumer group that reads from the earliest offset and commits only what it is told to. */
export class KafkaConsumer {
  private readonly consumer: Consumer;
  private readonly runs = new PartitionRuns();
  private readonly commits = new Collector<Commit, undefined>(commitAll, { maxItems: mostCommits });
  private join: () => Promise<void> = () => Promise.resolve();
  private joining: Promise<void> | undefined;
  private isStopping = false;
  private lastHeartbeat = 0;
  /** How often the client gave up since something was last committed. */
  private crashes = 0;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly options: ConsumerOptions,
  ) {
    const { group, logger, maxBytesPerPartition } = options;
    const kafka = kafkaOf(settings, group, logger, { retries: 8, initialRetryTime: 200, maxRetryTime: 5_000 });
    this.consumer = kafka.consumer({
      groupId: settings.topicPrefix + group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatIntervalMs,
      maxWaitTimeInMs: 1_000,
      ...(maxBytesPerPartition !== undefined && { maxBytesPerPartition }),
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

  /**
   * Joins the group, and again whenever Kafka's client gives up, after growing pauses. Resolves when it has joined for
   * the first time, or stops; from then on batches come.
   */
  async run(topics: readonly string[], onBatch: OnBatch): Promise<void> {
    this.join = () => this.joinOnce(topics, onBatch);
    await this.untilJoined();
  }

  /** Waits for running batches, then leaves the group. */
  async stop(): Promise<void> {
    this.isStopping = true;
    // Kafka's client would leave a group that it is about to join in vain, and read on for ever.
    const joining = this.joining?.catch(() => undefined);
    await Promise.race([joining, sleep(longestJoinMs, undefined, { ref: false })]);
    await this.consumer.disconnect();
  }

  private async untilJoined(): Promise<void> {
    await untilDone(
      () => (this.joining = this.join()),
      () => !this.isStopping,
      this.options,
    );
  }

  private async joinOnce(topics: readonly string[], onBatch: OnBatch): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({
      topics: topics.map((topic) => this.settings.topicPrefix + topic),
      fromBeginning: true,
    });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
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
      this.options.logger.info({ group: payload.groupId, partitions: assigned.length }, 'joined the consumer group');
    });
    this.consumer.on(events.HEARTBEAT, () => {
      this.lastHeartbeat = Date.now();
    });
    this.consumer.on(events.DISCONNECT, () => {
      this.lastHeartbeat = 0;
    });
    this.consumer.on(events.CRASH, ({ payload }) => {
      this.lastHeartbeat = 0;
      if (!payload.restart && !this.isStopping) void this.joinAgain(payload.error);
    });
  }

  /** Kafka's client begins anew after errors that it knows to pass; after all others that is left to us. */
  private async joinAgain({ message }: Error): Promise<void> {
    const { group, logger } = this.options;
    this.crashes += 1;
    const waitMs = pauseMs(this.crashes, Math.random());
    logger.error({ group, waitMs }, `the consumer group was left, and is joined again: ${message}`);
    await pauseWhile(() => !this.isStopping, waitMs);
    await this.untilJoined();
  }

  /** Works on a batch once no earlier one of its partition is worked on. */
  private async inTurn(payload: EachBatchPayload, onBatch: OnBatch): Promise<void> {
    const offsets = payload.batch.messages.map(({ offset }) => offset);
    await this.withHeartbeats(payload, async (isRefused) => {
      const since = performance.now();
      const { run, left } = await this.runs.begin(nameOf(payload.batch), offsets);
      try {
        await onBatch(this.partitionBatch(payload, run, left, isRefused));
      } finally {
        run.end();
      }
      if (payload.isRunning()) await sleep(gatherMs(performance.now() - since));
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
    const isOurs = () => !run.isLost;
    return {
      topic: topic.slice(this.settings.topicPrefix.length),
      partition,
      records: messages.slice(messages.length - left).map(recordOf),
      isActive: () => payload.isRunning() && !payload.isStale() && !run.isLost && !run.isSuperseded && !isRefused(),
      isOurs,
      commit: async (offset) => {
        if (!isOurs()) return;
        const next = (BigInt(offset) + 1n).toString();
        await this.commits.add({ topic, partition, next, isOurs, payload });
        // Not before: what the group refused to commit must be read again, or nobody ever commits it.
        if (isOurs()) payload.resolveOffset(offset);
        run.committed(offset);
        this.crashes = 0;
      },
    };
  }
}

/**
 * A pause after each batch, in which more comes for the next one: under load a batch costs its statements and requests,
 * whatever is in it. It is as long as the batch took, which is longer the more there is to do. What comes to a group that has
 * nothing to do waits for nothing.
 */
function gatherMs(tookMs: number): number {
  return Math.min(tookMs, Math.max(0, longestTurnMs - tookMs));
}

/** In one request: those that are still ours. */
async function commitAll(commits: readonly Commit[]): Promise<undefined[]> {
  const ours = commits.filter(({ isOurs }) => isOurs());
  const byTopic = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, next: offset } of ours) {
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), { partition, offset }]);
  }
  const topics = [...byTopic].map(([topic, partitions]) => ({ topic, partitions }));
  await ours[0]?.payload.commitOffsetsIfNecessary({ topics });
  return commits.map(() => undefined);
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
