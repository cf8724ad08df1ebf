import type { Logger } from '@clarion/observability';
import type { Kysely, Transaction } from 'kysely';
import {
  asOnlyPublisher,
  oldestRows,
  removeRows,
  type OutboxTables,
  type OwedEvent,
  type PublishesEvents,
} from './outbox-rows.js';
import { Poller } from './poller.js';

const sweepIntervalMs = 1_000;

/**
 * Events that rows owe, kept in the same transaction as the rows, and published afterwards: at once when `publishSoon`
 * is called, and again every second until it is done. One instance at a time publishes, in the order of the rows, so
 * that events of one key keep their order. An event may be published twice (a crash before its row is removed), never
 * not at all.
 */
export class Outbox<Tables extends OutboxTables> {
  private readonly database: Kysely<OutboxTables>;
  private readonly poller = new Poller(() => this.drain(), sweepIntervalMs);

  constructor(
    database: Kysely<Tables>,
    private readonly publisher: PublishesEvents,
    private readonly logger: Logger,
  ) {
    this.database = database as unknown as Kysely<OutboxTables>;
  }

  /** Adds what the rows of this transaction owe. */
  async add(transaction: Transaction<Tables>, events: readonly OwedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map(({ id, data, ...rest }) => ({ event_id: id, data: JSON.stringify(data), ...rest }));
    await (transaction as unknown as Transaction<OutboxTables>).insertInto('outbox').values(rows).execute();
  }

  /** Publishes what is owed, in the background; a failure is logged, and the sweeper tries again. */
  publishSoon(): void {
    this.poller.wake();
  }

  start(): void {
    this.poller.start();
  }

  /** Ends the sweeper and waits for what is under way. */
  async stop(): Promise<void> {
    await this.poller.stop();
  }

  private async drain(): Promise<void> {
    try {
      while (await this.publishBatch());
    } catch (error) {
      this.logger.warn({ err: error }, 'the outbox cannot publish now, trying again');
    }
  }

  /** @returns whether more is owed. */
  private async publishBatch(): Promise<boolean> {
    return asOnlyPublisher(this.database, async (transaction) => {
      const { events, hasMore } = await oldestRows(transaction);
      if (events.length === 0) return false;
      await this.publisher.publish(events);
      await removeRows(
        transaction,
        events.map(({ position }) => position),
      );
      return hasMore;
    });
  }
}
