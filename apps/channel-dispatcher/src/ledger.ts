import { Collector, type Category } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { DeliveriesRepository, type Exclusion } from './deliveries.repository.js';
import type { Delivery, DeliveryOrder } from './delivery.js';
import { HeldLeases } from './held-leases.js';
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
interface End {
  settled: Settled;
  order: DeliveryOrder;
}

/** More than are ever *sending* at once. */
const mostEnds = 1_000;

/** Begins and records deliveries: what was begun by one is not begun by another. */
@Injectable()
export class Ledger {
  private readonly ends: Collector<End, boolean>;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly leases: HeldLeases,
    private readonly takeOver: TakeOver,
    private readonly recorder: Recorder,
  ) {
    this.ends = new Collector((ends) => this.recordAll(ends), { maxItems: mostEnds, atOnce: 2 });
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
    await this.recorder.isDone();
    await this.deliveries.exclude(exclusions, category);
    const leftAt = performance.now();
    const isBegun = await this.deliveries.begin(wanted, category, this.leases.claim);
    this.leases.begun(isBegun, leftAt);
    const first = [...isBegun].map((deliveryId): Begun => {
      return { deliveryId, attempt: 1, interrupted: [], deferrals: 0, ageMs: 0 };
    });
    const others = wanted.flatMap(({ deliveryId }) => (isBegun.has(deliveryId) ? [] : [deliveryId]));
    if (others.length === 0) return { begun: first, standing: [], kept: [] };
    const found = await this.deliveries.find(others, this.leases.claim.owner);
    const { taken, ...rest } = await this.takeOver.of(found, category);
    return { begun: [...first, ...taken.map(({ begun }) => begun)], ...rest };
  }

  /**
   * Records how an attempt ended, together with others that have ended meanwhile.
   * @returns whether it is to be reported
   */
  async record(settled: Settled, order: DeliveryOrder): Promise<boolean> {
    return this.ends.add({ settled, order });
  }

  private async recordAll(ends: readonly End[]): Promise<boolean[]> {
    const settled = ends.map((end) => end.settled);
    const orders = new Map(ends.map(({ settled: { deliveryId }, order }) => [deliveryId, order]));
    const { owner } = this.leases.claim;
    const recorded = await this.recorder.record(() => this.deliveries.record(settled, orders, owner));
    return settled.map((one) => isToBeReported(one, recorded));
  }
}

/** What was still this process's is reported, and whatever was sent, for that is so in any case. */
export function isToBeReported({ deliveryId, result }: Settled, recorded: ReadonlySet<string>): boolean {
  return recorded.has(deliveryId) || result.state === 'sent';
}
