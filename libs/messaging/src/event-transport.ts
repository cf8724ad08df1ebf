import { DependencyUnavailable, ServiceUnavailable, type EventDefinition } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObservable, lastValueFrom } from 'rxjs';
import { decode, type RawRecord } from './cloud-event.js';
import type { Received } from './events.js';
import type { KafkaSettings } from './kafka-client.js';
import { KafkaConsumer, type PartitionBatch } from './kafka-consumer.js';
import type { Outcome } from './outcome.js';
import { pauseMs } from './pause.js';
import { slicesOf, type BatchBounds } from './slices.js';

export interface EventTransportOptions extends KafkaSettings {
  group: string;
  /** What this group reads. Every one of them needs an `@EventPattern` of its type. */
  events: readonly EventDefinition[];
  logger: Logger;
  /** 100 events and 4 MB unless told. */
  bounds?: BatchBounds;
  /** Called once when a handler failed by surprise and nothing may move on: end the process, loudly. */
  onFailure: (error: Error) => void;
}

type BatchHandler = (batch: Received<unknown>[]) => Promise<unknown>;

/**
 * Nest's transport for Kafka in batches. A handler gets a batch and answers with one outcome per event; only then the
 * group's offset advances.
 *
 * - `done`, `skip(reason)`: next.
 * - It throws `DependencyUnavailable`, or `ServiceUnavailable`: the same batch again after a growing pause; heartbeats
 *   go on, nothing is lost.
 * - It throws anything else, or answers with the wrong number of outcomes: `onFailure`, and nothing moves on.
 * - An event that is no CloudEvent, or does not fit its schema: logged with its place, and passed over.
 */
export class EventTransport extends Server implements CustomTransportStrategy {
  private readonly consumer: KafkaConsumer;
  private readonly bounds: BatchBounds;
  private isStopped = false;

  constructor(private readonly options: EventTransportOptions) {
    super();
    this.consumer = new KafkaConsumer(options, options.group, options.logger);
    this.bounds = options.bounds ?? { maxEvents: 100, maxBytes: 4 * 1024 * 1024 };
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
    await this.consumer.stop();
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
    for (let attempt = 1; !this.isStopped; attempt += 1) {
      try {
        await this.consumer.run(topics, (batch) => this.onBatch(batch));
        return;
      } catch (error) {
        this.options.logger.warn(
          { err: error, group: this.options.group },
          'cannot join the consumer group, trying again',
        );
        await sleep(pauseMs(attempt, Math.random()));
      }
    }
  }

  private async onBatch(batch: PartitionBatch): Promise<void> {
    for (const slice of slicesOf(batch.records, (record) => record.value?.length ?? 0, this.bounds)) {
      const isHandled = await this.handOver(batch, this.readable(batch, slice));
      const last = slice.at(-1);
      if (!isHandled || !last) return;
      await batch.commit(last.offset);
    }
  }

  private readable(batch: PartitionBatch, slice: RawRecord[]): Received<unknown>[] {
    const definition = this.options.events.find((event) => event.type === batch.topic);
    if (!definition) throw new Error(`Read from ${batch.topic}, which was not asked for`);
    const place = { topic: batch.topic, partition: batch.partition };
    return slice.flatMap((record) => {
      const event = decode(record, definition, place);
      if (!('fault' in event)) return [event];
      this.options.logger.error(
        { ...place, offset: record.offset, fault: event.fault },
        'event passed over: it cannot be read',
      );
      return [];
    });
  }

  /** False when the batch was abandoned: the consumer stops, lost the partition, or has failed. */
  private async handOver(batch: PartitionBatch, events: Received<unknown>[]): Promise<boolean> {
    for (let attempt = 1; batch.isActive() && !this.isStopped; attempt += 1) {
      if (events.length === 0) return true;
      try {
        this.logSkipped(events, await this.outcomesOf(batch.topic, events));
        return true;
      } catch (error) {
        if (!(error instanceof DependencyUnavailable || error instanceof ServiceUnavailable)) {
          this.fail(error, events);
          return false;
        }
        const waitMs = pauseMs(attempt, Math.random());
        this.options.logger.warn({ err: error, topic: batch.topic, waitMs }, 'batch waits for a dependency');
        await pauseWhile(() => batch.isActive() && !this.isStopped, waitMs);
      }
    }
    return false;
  }

  private async outcomesOf(topic: string, events: Received<unknown>[]): Promise<Outcome[]> {
    const handler = this.messageHandlers.get(topic) as BatchHandler;
    const answer = await handler(events);
    const outcomes = (isObservable(answer) ? await lastValueFrom(answer) : answer) as Outcome[];
    if (!Array.isArray(outcomes) || outcomes.length !== events.length) {
      throw new Error(`The handler of ${topic} must answer with one outcome per event (${events.length})`);
    }
    return outcomes;
  }

  private logSkipped(events: Received<unknown>[], outcomes: Outcome[]): void {
    outcomes.forEach((outcome, index) => {
      if (outcome.kind !== 'skip') return;
      const { topic, partition, offset } = events[index] ?? {};
      this.options.logger.info({ topic, partition, offset, reason: outcome.reason }, 'event skipped');
    });
  }

  private fail(error: unknown, events: Received<unknown>[]): void {
    if (this.isStopped) return;
    this.isStopped = true;
    const [first] = events;
    const place = first ? `${first.topic}[${first.partition}] from offset ${first.offset}` : 'no event';
    this.options.onFailure(new Error(`A handler failed on ${place}`, { cause: error }));
  }
}

async function pauseWhile(isWanted: () => boolean, durationMs: number): Promise<void> {
  const end = Date.now() + durationMs;
  while (isWanted() && Date.now() < end) await sleep(Math.min(200, Math.max(1, end - Date.now())));
}
