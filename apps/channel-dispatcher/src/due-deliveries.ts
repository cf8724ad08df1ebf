import type { Category } from '@clarion/contracts';
import { Outbox } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, type Transaction } from 'kysely';
import { DeliveriesRepository, type Taken } from './deliveries.repository.js';
import type { DeliveryOrder } from './delivery.js';
import { groupBy } from './group-by.js';
import { HeldLeases } from './held-leases.js';
import { isToBeReported } from './ledger.js';
import type { FoundRow } from './ledger-rows.js';
import { nextStep, type Step } from './next-step.js';
import { Recorder } from './recorder.js';
import { reportEvents } from './report-events.js';
import { reportsOf } from './reports-of.js';
import type { Settled, Standing } from './settle.js';
import type { Tables } from './tables.js';

/** What is done with deliveries that are due. */
export interface Round {
  /** The ids of those whose content is not at hand: they are left for later. */
  missing: (orders: ReadonlyMap<string, DeliveryOrder>) => Promise<ReadonlySet<string>>;
  /** Makes the attempts of those that were taken. @returns what is to be recorded. */
  attempt: (taken: readonly Taken[]) => Promise<Settled[]>;
}

/**
 * The deferred deliveries whose time has come, and those that a worker left. No offset stands behind them: what is
 * recorded of one owes its report, through the outbox, in the same transaction.
 */
@Injectable()
export class DueDeliveries {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly deliveries: DeliveriesRepository,
    private readonly leases: HeldLeases,
    private readonly recorder: Recorder,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /** Whether there are any; another process may take them before. */
  async isAny(category: Category): Promise<boolean> {
    return (await this.deliveries.due(category, 1, this.leases.claim.owner)).length > 0;
  }

  /** Takes the oldest, at most so many, has their next attempts made, and records them. @returns how many it found. */
  async work(category: Category, most: number, round: Round): Promise<number> {
    // The places that it has been given may be those of deliveries that have ended and are recorded just now.
    await this.recorder.isAllDone();
    const found = await this.deliveries.due(category, most, this.leases.claim.owner);
    const free = this.leases.reserve(found.map(({ row }) => row.delivery_id));
    try {
      const steps = groupBy(
        found.filter(({ row }) => free.has(row.delivery_id)),
        (row) => stepOf(row, category),
      );
      const rowsOf = (step: Step | 'attempt') => steps.get(step) ?? [];
      await this.end(idsIn(rowsOf('giveUp')), idsIn(rowsOf('exclude')));
      const repeated = [rowsOf('attempt'), rowsOf('resend'), rowsOf('resume')] as const;
      const missing = await round.missing(requestsIn(repeated.flat()));
      await this.deliveries.postpone([...missing]);
      const [deferred = [], left = [], mine = []] = repeated.map((rows) =>
        idsIn(rows).filter((id) => !missing.has(id)),
      );
      const taken = await this.take(deferred, left, mine);
      await this.record(await round.attempt(taken), ordersOf(taken));
      return found.length;
    } finally {
      this.leases.release(free);
    }
  }

  /** Records how attempts ended, with the reports that they owe. */
  async record(settled: readonly Settled[], orders: ReadonlyMap<string, DeliveryOrder>): Promise<void> {
    if (settled.length === 0) return;
    const { claim } = this.leases;
    await this.recorder.record(() =>
      this.database.transaction().execute(async (transaction) => {
        const recorded = await this.deliveries.turn([], settled, orders, claim, transaction);
        const reported = settled.filter((one) => isToBeReported(one, recorded));
        await this.owe(transaction, reported, orders);
      }),
    );
    this.outbox.publishSoon();
  }

  private async take(deferred: string[], left: string[], mine: string[]): Promise<Taken[]> {
    const leftAt = performance.now();
    const { claim } = this.leases;
    const taken = [
      ...(await this.deliveries.attemptDeferred(deferred, claim)),
      ...(await this.deliveries.resend(left, claim)),
      ...(await this.deliveries.resume(mine, claim)),
    ];
    this.leases.begun(
      taken.map(({ begun }) => begun.deliveryId),
      leftAt,
    );
    return taken;
  }

  /** Ends those of whom nobody knows whether they were sent, and those that are cancelled. */
  private async end(unknown: readonly string[], cancelled: readonly string[]): Promise<void> {
    if (unknown.length + cancelled.length === 0) return;
    const { claim } = this.leases;
    await this.database.transaction().execute(async (transaction) => {
      const ended = [
        ...(await this.deliveries.giveUp(unknown, claim, transaction)),
        ...(await this.deliveries.excludeCancelled(cancelled, claim, transaction)),
      ];
      const orders = new Map(
        ended.flatMap(({ standing, order }) => (order ? [[standing.deliveryId, order] as const] : [])),
      );
      const standing = ended.map((one) => one.standing);
      await this.owe(transaction, standing, orders);
    });
    this.outbox.publishSoon();
  }

  private async owe(
    transaction: Transaction<Tables>,
    standing: readonly Standing[],
    orders: ReadonlyMap<string, DeliveryOrder>,
  ): Promise<void> {
    await this.outbox.add(transaction, reportEvents([...orders.values()], standing.flatMap(reportsOf)));
  }
}

function stepOf(row: FoundRow, category: Category): Step | 'attempt' {
  if (row.state !== 'deferred') return nextStep(row, category);
  return row.isCancelled ? 'exclude' : 'attempt';
}

function idsIn(rows: readonly FoundRow[]): string[] {
  return rows.map(({ row }) => row.delivery_id);
}

function requestsIn(rows: readonly FoundRow[]): Map<string, DeliveryOrder> {
  return new Map(rows.flatMap(({ row }) => (row.request ? [[row.delivery_id, row.request] as const] : [])));
}

function ordersOf(taken: readonly Taken[]): Map<string, DeliveryOrder> {
  return new Map(taken.flatMap(({ begun, order }) => (order ? [[begun.deliveryId, order] as const] : [])));
}
