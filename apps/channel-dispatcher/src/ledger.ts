import { Collector, DependencyUnavailable, type Category } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { DeliveriesRepository, type Exclusion } from './deliveries.repository.js';
import type { Delivery, DeliveryOrder } from './delivery.js';
import { HeldLeases } from './held-leases.js';
import type { Wanted } from './ledger-statements.js';
import { Recorder } from './recorder.js';
import type { Begun, Settled, Standing } from './settle.js';
import { TakeOver } from './take-over.js';

/** What may be sent now; of the others, where they stand, and which the worker has (see `TakenOver`). */
export interface Beginning {
  begun: Begun[];
  standing: Standing[];
  kept: string[];
}

/** How an attempt ended, and what the next one needs if it is deferred. */
export interface End {
  settled: Settled;
  order: DeliveryOrder;
}

/** What is to be done by the next statement. */
interface Entry {
  wanted: readonly Wanted[];
  ends: readonly End[];
}

/** The ids that were begun or recorded; or why nothing was begun. */
type Turned = ReadonlySet<string> | DependencyUnavailable;

/** More than are ever *sending* at once. */
const mostRows = 1_000;

/**
 * Begins and records deliveries: what was begun by one is not begun by another. There is one statement at a time, which
 * takes all that has come meanwhile, in its order: so nothing that begins comes before an end that came before it.
 */
@Injectable()
export class Ledger {
  private readonly turns: Collector<Entry, Turned>;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly leases: HeldLeases,
    private readonly takeOver: TakeOver,
    private readonly recorder: Recorder,
  ) {
    this.turns = new Collector((entries) => this.turn(entries), {
      maxItems: mostRows,
      countOf: ({ wanted, ends }) => wanted.length + ends.length,
    });
  }

  /**
   * Does `work` with those of the deliveries that nobody else in this process is at, and lets go of them. It is also told
   * which of the others go on by themselves.
   */
  async holding<T>(
    deliveryIds: readonly string[],
    work: (free: Set<string>, kept: string[]) => Promise<T>,
  ): Promise<T> {
    const kept = deliveryIds.filter((id) => this.leases.isKept(id));
    const free = this.leases.reserve(deliveryIds);
    try {
      return await work(free, kept);
    } finally {
      this.leases.release(free);
    }
  }

  /**
   * Begins what may be sent; of what has a row already, what that says. The excluded, which are among the wanted, have one
   * then, and are not begun. The caller holds them.
   */
  async begin(
    wanted: readonly Delivery[],
    category: Category,
    exclusions: readonly Exclusion[] = [],
  ): Promise<Beginning> {
    if (wanted.length === 0) return { begun: [], standing: [], kept: [] };
    await this.recorder.isDone();
    await this.deliveries.exclude(exclusions, category);
    const turned = await this.turns.add({ wanted: wanted.map((delivery) => ({ delivery, category })), ends: [] });
    if (turned instanceof DependencyUnavailable) throw turned;
    const isBegun = ({ deliveryId }: Delivery) => turned.has(deliveryId);
    const first = wanted.filter(isBegun).map(({ deliveryId }): Begun => {
      return { deliveryId, attempt: 1, interrupted: [], deferrals: 0, ageMs: 0 };
    });
    const others = wanted.flatMap((delivery) => (isBegun(delivery) ? [] : [delivery.deliveryId]));
    if (others.length === 0) return { begun: first, standing: [], kept: [] };
    const found = await this.deliveries.find(others, this.leases.claim.owner);
    const { taken, ...rest } = await this.takeOver.of(found, category);
    return { begun: [...first, ...taken.map(({ begun }) => begun)], ...rest };
  }

  /**
   * Records how attempts ended, together with whatever else is to be begun or recorded. Whoever has called may let others
   * begin in their place: that is recorded not before.
   * @returns those that are to be reported
   */
  async record(ends: readonly End[]): Promise<Settled[]> {
    if (ends.length === 0) return [];
    const isRecorded = await this.recorder.expect(this.turns.add({ wanted: [], ends }));
    if (isRecorded instanceof DependencyUnavailable) throw isRecorded;
    return ends.flatMap(({ settled }) => (isToBeReported(settled, isRecorded) ? [settled] : []));
  }

  private async turn(entries: readonly Entry[]): Promise<Turned[]> {
    const wanted = entries.flatMap((entry) => entry.wanted);
    const ends = entries.flatMap((entry) => entry.ends);
    const orders = new Map(ends.map(({ settled: { deliveryId }, order }) => [deliveryId, order]));
    const settled = ends.map((end) => end.settled);
    const { claim } = this.leases;
    const leftAt = performance.now();
    try {
      const changed = await this.deliveries.turn(wanted, settled, orders, claim);
      this.leases.begun(begunOf(wanted, changed), leftAt);
      return entries.map(() => changed);
    } catch (error) {
      if (!(error instanceof DependencyUnavailable) || ends.length === 0) throw error;
      // Nothing else has its turn before what was sent is recorded.
      const recorded = await this.recorder.record(() => this.deliveries.turn([], settled, orders, claim));
      return entries.map((entry) => (entry.wanted.length > 0 ? error : recorded));
    }
  }
}

function begunOf(wanted: readonly Wanted[], changed: ReadonlySet<string>): string[] {
  return wanted.flatMap(({ delivery: { deliveryId } }) => (changed.has(deliveryId) ? [deliveryId] : []));
}

/** What was still this process's is reported, and whatever was sent, for that is so in any case. */
export function isToBeReported({ deliveryId, result }: Settled, recorded: ReadonlySet<string>): boolean {
  return recorded.has(deliveryId) || result.state === 'sent';
}
