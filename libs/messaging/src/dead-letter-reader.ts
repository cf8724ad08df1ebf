import type { Logger } from '@clarion/observability';
import { handOver } from './hand-over.js';
import type { KafkaSettings } from './kafka-client.js';
import { KafkaConsumer, type PartitionBatch } from './kafka-consumer.js';
import { done } from './outcome.js';
import { fromDeadLetter, topicsOfGroup, type DeadLetter } from './set-aside.js';
import { slicesOf } from './slices.js';
import { createGroupTopics } from './topics.js';
import { untilDone } from './until-done.js';

export interface DeadLetterReaderOptions extends KafkaSettings {
  /** Whose dead letters. */
  group: string;
  /** Keeps them; the same may come again. A lost dependency that it throws is waited for. */
  keep: (letters: DeadLetter[]) => Promise<void>;
  logger: Logger;
}

const bounds = { maxEvents: 100, maxBytes: 4 * 1024 * 1024 };

/** Reads the dead letters of a group, in a consumer group of its own, named as their topic: `<group>.dlq`. */
export class DeadLetterReader {
  private readonly topic: string;
  private readonly consumer: KafkaConsumer;
  private preparing: Promise<void> | undefined;
  private isStopped = false;

  constructor(private readonly options: DeadLetterReaderOptions) {
    this.topic = topicsOfGroup(options.group).deadLetters;
    this.consumer = new KafkaConsumer(options, { group: this.topic, logger: options.logger });
  }

  /** Joins in the background, so that a service also starts while Kafka is away. */
  start(): void {
    void this.join();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all([this.preparing, this.consumer.stop()]);
  }

  private async join(): Promise<void> {
    const { options } = this;
    this.preparing = untilDone(
      () => createGroupTopics(options, options.group),
      () => !this.isStopped,
      options,
    );
    await this.preparing;
    await this.consumer.run([this.topic], (batch) => this.onBatch(batch));
  }

  private async onBatch(batch: PartitionBatch): Promise<void> {
    const { partition } = batch;
    for (const slice of slicesOf(batch.records, ({ value }) => value?.length ?? 0, bounds)) {
      const letters = slice.map((record) => fromDeadLetter(this.options.group, partition, record));
      const last = slice.at(-1);
      if (!last || !(await this.keep(batch, letters))) return;
      await batch.commit(last.offset);
    }
  }

  /** False when it was broken off. What can never be kept stays where it is, and stops nothing. */
  private async keep(batch: PartitionBatch, letters: DeadLetter[]): Promise<boolean> {
    const { keep, logger } = this.options;
    const { topic } = batch;
    const placed = letters.map((letter) => ({ topic, ...letter.place, letter }));
    const keepAll = async (some: typeof placed) => {
      await keep(some.map(({ letter }) => letter));
      return some.map(() => done);
    };
    const verdicts = await handOver(keepAll, placed, () => batch.isActive() && !this.isStopped, logger);
    verdicts?.forEach(({ outcome }, index) => {
      if (outcome.kind === 'done') return;
      logger.error({ topic, ...letters[index]?.place }, 'a dead letter cannot be read into the table');
    });
    return verdicts !== undefined;
  }
}
