import { Collector, type EventDefinition } from '@clarion/contracts';
import type { Metrics } from '@clarion/observability';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { Aside, type AsideOptions } from './aside.js';
import { decode, type RawRecord } from './cloud-event.js';
import type { Received } from './events.js';
import { handOver, pauseWhile, type BatchHandler, type Verdict } from './hand-over.js';
import { KafkaPublisher, type KafkaSettings } from './kafka-client.js';
import { KafkaConsumer, type PartitionBatch } from './kafka-consumer.js';
import { fromRetry, topicsOfGroup, type Origin, type OutgoingRecord } from './set-aside.js';
import { slicesOf, type BatchBounds } from './slices.js';
import { createGroupTopics, partitionsOf } from './topics.js';
import { untilDone } from './until-done.js';

export interface EventTransportOptions extends KafkaSettings, AsideOptions {
  /** What this group reads. Every one of them needs an `@EventPattern` of its type. */
  events: readonly EventDefinition[];
  /** How much a handler gets at once: 400 events and 1 MB unless told. */
  bounds?: BatchBounds;
  /** How many batches of a topic are with its handler at a time: 4 unless told. */
  batchesAtOnce?: number;
  /** How many partitions the topics should have; the log says so when they have fewer. */
  partitions?: number;
  /** Where events that are settled are counted. */
  metrics?: Metrics;
  /** Called once when an event can neither be handled nor set aside, and nothing may move on: end the process, loudly. */
  onFailure: (error: Error) => void;
}

/** What all event transports of a service have in common. */
export type ConsumingOptions = Omit<EventTransportOptions, 'group' | 'events'>;

/** A record, and where it was read first. */
interface Read {
  record: RawRecord;
  origin: Origin;
}

/** Records of one partition that come to their handler together, and those of other partitions with them. */
interface Part {
  read: readonly Read[];
  bytes: number;
  isWanted: () => boolean;
}

/** Why a record cannot be read. */
interface Unreadable {
  fault: string;
}

/** What became of a record. */
type Settlement = Verdict | Unreadable;

/**
 * Nest's transport for Kafka in batches. A handler gets a batch, of whatever partitions have something at the time, and
 * answers with one outcome per event; only when all of a partition's are settled the group's offset advances.
 *
 * - `done`, `skip(reason)`: next.
 * - `retry(reason)`: to the topic `<group>.retry`, handed over again in 10 s; after six times, to the dead letters.
 * - `reject(reason)`: to the topic `<group>.dlq`, with its reason and where it came from.
 * - It throws: see `handOver`. A lost dependency pauses the partition, an event that always throws becomes a dead letter.
 * - An event that is no CloudEvent, or does not fit its schema: a dead letter.
 */
export class EventTransport extends Server implements CustomTransportStrategy {
  private readonly consumer: KafkaConsumer;
  private readonly retryConsumer: KafkaConsumer;
  private readonly publisher: KafkaPublisher;
  private readonly aside: Aside;
  private readonly retries: string;
  private readonly bounds: BatchBounds;
  /** Of each topic, what waits for its handler. */
  private readonly parts = new Map<string, Collector<Part, Settlement[] | undefined>>();
  private preparing: Promise<void> | undefined;
  private isStopped = false;

  constructor(private readonly options: EventTransportOptions) {
    super();
    const { group, logger } = options;
    this.retries = topicsOfGroup(group).retry;
    this.bounds = options.bounds ?? { maxEvents: 400, maxBytes: 1024 * 1024 };
    const held = { logger, maxBytesPerPartition: this.bounds.maxBytes };
    this.consumer = new KafkaConsumer(options, { group, ...held });
    this.retryConsumer = new KafkaConsumer(options, { group: this.retries, ...held });
    this.publisher = new KafkaPublisher(options, group, logger);
    this.aside = new Aside(options, this.publisher);
  }

  /** Called by Nest. Joining goes on in the background, so that a service also starts while Kafka is away. */
  listen(callback: (error?: unknown) => void): void {
    for (const { type } of this.options.events) {
      if (!this.messageHandlers.has(type)) throw new Error(`No @EventPattern for ${type}`);
    }
    void this.join();
    callback();
  }

  async close(): Promise<void> {
    this.isStopped = true;
    await Promise.all([this.preparing, this.consumer.stop(), this.retryConsumer.stop()]);
    await this.publisher.disconnect();
  }

  /** The consumer group, without the installation's prefix. */
  get group(): string {
    return this.options.group;
  }

  /** Rejects while the consumer group is not joined. */
  readonly checkHealth = (): Promise<void> =>
    this.consumer.isJoined() ? Promise.resolve() : Promise.reject(new Error(`group ${this.options.group} not joined`));

  on(): never {
    throw new Error('The event transport has no events of its own');
  }

  unwrap(): never {
    throw new Error('The event transport shows nothing of its client');
  }

  private async join(): Promise<void> {
    const topics = this.options.events.map((event) => event.type);
    this.preparing = untilDone(
      () => this.prepare(topics),
      () => !this.isStopped,
      this.options,
    );
    await this.preparing;
    await Promise.all([
      this.consumer.run(topics, (batch) => this.onBatch(batch)),
      this.retryConsumer.run([this.retries], (batch) => this.onRetries(batch)),
    ]);
  }

  private async prepare(topics: readonly string[]): Promise<void> {
    const { group, partitions: wanted = 1, logger } = this.options;
    for (const [topic, partitions] of await partitionsOf(this.options, topics)) {
      if (partitions >= wanted) continue;
      const sentence = `topic ${topic} has fewer partitions (${partitions}) than TOPIC_PARTITIONS (${wanted})`;
      logger.warn({ group }, `${sentence}: no more than ${partitions} of them can be worked on at a time`);
    }
    await createGroupTopics(this.options, group);
  }

  private async onBatch(batch: PartitionBatch): Promise<void> {
    const { topic, partition } = batch;
    for (const slice of slicesOf(batch.records, (record) => record.value?.length ?? 0, this.bounds)) {
      const read = slice.map((record) => ({
        record,
        origin: { topic, partition, offset: record.offset, attempts: 0 },
      }));
      if (!(await this.settle(batch, topic, read))) return;
    }
  }

  /** Retries are due in the order in which they were written, so whoever waits for the first waits for all. */
  private async onRetries(batch: PartitionBatch): Promise<void> {
    const waiting = batch.records.map((record) => ({ record, ...fromRetry(record) }));
    while (waiting.length > 0) {
      const [first] = waiting;
      if (!first) return;
      await pauseWhile(() => this.isWanted(batch), first.dueAt.getTime() - Date.now());
      const isNext = ({ origin, dueAt }: (typeof waiting)[number]) =>
        origin.topic === first.origin.topic && dueAt.getTime() <= Date.now();
      const end = waiting.slice(0, this.bounds.maxEvents).findIndex((one) => !isNext(one));
      const read = waiting.splice(0, end === -1 ? this.bounds.maxEvents : Math.max(1, end));
      if (!(await this.settle(batch, first.origin.topic, read))) return;
    }
  }

  /** Handles records of one topic and commits them. False when they were abandoned: nothing of them is committed. */
  private async settle(batch: PartitionBatch, topic: string, read: readonly Read[]): Promise<boolean> {
    const isWanted = () => this.isWanted(batch);
    const bytes = read.reduce((sum, { record }) => sum + (record.value?.length ?? 0), 0);
    const settlements = await this.partsOf(topic).add({ read, bytes, isWanted });
    if (!settlements) return false;
    const aside = settlements.flatMap((settlement, index) => this.recordsAside(read[index], settlement));
    const last = read.at(-1);
    if (!last || !batch.isOurs() || !(await this.setAside(aside, isWanted))) return false;
    await batch.commit(last.record.offset);
    this.count(settlements);
    return true;
  }

  private recordsAside(read: Read | undefined, settlement: Settlement): OutgoingRecord[] {
    if (!read) return [];
    const { record, origin } = read;
    if (!('fault' in settlement)) return this.aside.recordsFor(record, origin, settlement);
    return this.aside.deadLetter(record, origin, { errorClass: 'unreadable', reason: settlement.fault });
  }

  private partsOf(topic: string): Collector<Part, Settlement[] | undefined> {
    const known = this.parts.get(topic);
    if (known) return known;
    const { bounds, options } = this;
    const parts = new Collector<Part, Settlement[] | undefined>((together) => this.handOverParts(topic, together), {
      maxItems: bounds.maxEvents,
      maxBytes: bounds.maxBytes,
      countOf: ({ read }) => read.length,
      bytesOf: (part) => part.bytes,
      atOnce: options.batchesAtOnce ?? 4,
    });
    this.parts.set(topic, parts);
    return parts;
  }

  /**
   * What became of each part; nothing of those that were not handled, and of all once one of them is not wanted any more.
   * Not before their handler has a turn are they read: as objects they take several times the memory.
   */
  private async handOverParts(topic: string, parts: readonly Part[]): Promise<(Settlement[] | undefined)[]> {
    const handler = this.messageHandlers.get(topic) as BatchHandler<Received<unknown>>;
    const wanted = parts.filter(({ isWanted }) => isWanted());
    const isWanted = () => wanted.every((part) => part.isWanted());
    const decoded = new Map(wanted.map((part) => [part, part.read.map((one) => this.decode(one, topic))]));
    const events = [...decoded.values()].flat().filter(isReadable);
    const verdicts = events.length > 0 ? await handOver(handler, events, isWanted, this.options.logger) : [];
    const inOrder = verdicts?.values();
    return parts.map((part) => inOrder && decoded.get(part)?.map((event) => settlementOf(event, inOrder)));
  }

  private count(settlements: readonly Settlement[]): void {
    const { group, metrics } = this.options;
    for (const one of settlements) metrics?.eventHandled(group, 'fault' in one ? 'unreadable' : one.outcome.kind);
  }

  private decode({ record, origin }: Read, topic: string): Received<unknown> | Unreadable {
    const definition = this.options.events.find((event) => event.type === topic);
    if (!definition) return { fault: `of ${topic}, which this group does not read` };
    return decode({ ...record, offset: origin.offset }, definition, { topic, partition: origin.partition });
  }

  private async setAside(records: OutgoingRecord[], isWanted: () => boolean): Promise<boolean> {
    if (records.length === 0) return true;
    try {
      return await this.aside.write(records, isWanted);
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  private isWanted(batch: PartitionBatch): boolean {
    return batch.isActive() && !this.isStopped;
  }

  private fail(error: unknown): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.options.onFailure(new Error(`Group ${this.options.group} cannot set an event aside`, { cause: error }));
  }
}

function isReadable(event: Received<unknown> | Unreadable): event is Received<unknown> {
  return !('fault' in event);
}

/** An event's own fault, or the next of the verdicts on those that have none. */
function settlementOf(event: Received<unknown> | Unreadable, verdicts: Iterator<Verdict>): Settlement {
  if (!isReadable(event)) return event;
  const next = verdicts.next();
  if (next.done === true) throw new Error('An event has no verdict');
  return next.value;
}
