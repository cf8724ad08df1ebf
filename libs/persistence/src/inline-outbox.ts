import type { Logger } from '@clarion/observability';
import { sql, type Kysely } from 'kysely';
import { setTimeout as pause } from 'node:timers/promises';
import {
  asOnlyPublisher,
  oldestRows,
  publishLimits,
  removeRows,
  type OutboxTables,
  type OwedEvent,
  type PublishesEvents,
} from './outbox-rows.js';
import { Poller } from './poller.js';

/** An event whose row is committed, at this position of the outbox. */
export interface KeptEvent {
  position: string;
  event: OwedEvent;
  /** About so large. */
  bytes: number;
}

/** What one process has at hand at most, while Kafka is slower than its callers; the rest is the sweeper's. */
const maxEventsAtHand = 10_000;
const maxBytesAtHand = 32 * 1024 * 1024;
/** After a publish that was not full, so that under load the next one, and its removal, serve more events. */
const pauseMs = 10;
const sweepIntervalMs = 1_000;
/** Whoever committed a row has published it within so many sweeps, or is gone. */
const graceSweeps = 3;

/**
 * The outbox of a service whose events are each the only one of their key, so that no order is to be kept: whoever has
 * committed a row publishes its event from memory, several instances side by side, and removes the rows of many at
 * once. What is still there after 3 s, of a process that is gone or since Kafka was away, is published by a sweeper,
 * one instance at a time. An event may be published twice, never not at all.
 */
export class InlineOutbox<Tables extends OutboxTables> {
  private readonly database: Kysely<OutboxTables>;
  private readonly publishing = new Poller(() => this.publishAtHand(), sweepIntervalMs);
  private readonly sweeping = new Poller(() => this.sweep(), sweepIntervalMs);
  /** By their positions. */
  private readonly atHand = new Map<string, KeptEvent>();
  private bytesAtHand = 0;
  /** How far the positions went at the last sweeps, the oldest first. */
  private readonly marks: string[] = [];
  /** The last batch from memory was not taken; the sweeper finds out when Kafka takes events again. */
  private isKafkaAway = false;

  constructor(
    database: Kysely<Tables>,
    private readonly publisher: PublishesEvents,
    private readonly logger: Logger,
  ) {
    this.database = database as unknown as Kysely<OutboxTables>;
  }

  /** Publishes in the background what this process has just committed. */
  publishKept(kept: readonly KeptEvent[]): void {
    if (this.isKafkaAway || this.atHand.size > maxEventsAtHand || this.bytesAtHand > maxBytesAtHand) return;
    for (const event of kept) {
      this.atHand.set(event.position, event);
      this.bytesAtHand += event.bytes;
    }
    this.publishing.wake();
  }

  /** Starts the sweeper. */
  start(): void {
    this.sweeping.start();
  }

  /** Ends the sweeper and waits for what is at hand. */
  async stop(): Promise<void> {
    await Promise.all([this.publishing.stop(), this.sweeping.stop()]);
  }

  private async publishAtHand(): Promise<void> {
    try {
      while (this.atHand.size > 0) {
        await this.publishNext();
        if (this.atHand.size < publishLimits.maxEvents) await pause(pauseMs);
      }
    } catch (error) {
      this.isKafkaAway = true;
      this.forget([...this.atHand.values()]);
      this.logger.warn({ err: error }, 'events cannot be published at once; the sweeper will');
    }
  }

  private async publishNext(): Promise<void> {
    const batch = onePublish(this.atHand.values());
    await this.publisher.publish(batch.map(({ event }) => event));
    await removeRows(
      this.database,
      batch.map(({ position }) => position),
    );
    this.forget(batch);
  }

  private forget(events: readonly KeptEvent[]): void {
    for (const { position, bytes } of events) {
      this.atHand.delete(position);
      this.bytesAtHand -= bytes;
    }
  }

  private async sweep(): Promise<void> {
    try {
      const upTo = await this.overdueUpTo();
      let hasMore = true;
      while (upTo !== undefined && hasMore) {
        hasMore = await this.publishOverdue(upTo);
        this.isKafkaAway = false;
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'the outbox cannot publish now, trying again');
    }
  }

  /** The position up to which rows are overdue; `undefined` as long as this process has not looked for long enough. */
  private async overdueUpTo(): Promise<string | undefined> {
    const { rows } = await sql<{ position: string }>`select last_value as position from outbox_position_seq`.execute(
      this.database,
    );
    this.marks.push(...rows.map(({ position }) => position));
    return this.marks.length > graceSweeps ? this.marks.shift() : undefined;
  }

  /** @returns whether more is overdue. */
  private async publishOverdue(upTo: string): Promise<boolean> {
    return asOnlyPublisher(this.database, async (transaction) => {
      const { events, hasMore } = await oldestRows(transaction, upTo);
      const overdue = events.filter(({ position }) => !this.atHand.has(position));
      if (overdue.length === 0) return false;
      await this.publisher.publish(overdue);
      await removeRows(
        transaction,
        overdue.map(({ position }) => position),
      );
      return hasMore;
    });
  }
}

/** As many of the events as one publish carries. */
function onePublish(events: Iterable<KeptEvent>): KeptEvent[] {
  const batch: KeptEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += event.bytes;
    if (batch.length > 0 && bytes > publishLimits.maxBytes) break;
    if (batch.push(event) === publishLimits.maxEvents) break;
  }
  return batch;
}
