import type { Category } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { groupBy } from './group-by.js';
import { DeliveriesRepository, type Taken } from './deliveries.repository.js';
import { HeldLeases } from './held-leases.js';
import { standingOf, type FoundRow } from './ledger-rows.js';
import { nextStep, type Step } from './next-step.js';
import type { Standing } from './settle.js';

/** What became of rows that were there already. Those that are in none of the lists are somebody else's now. */
export interface TakenOver {
  /** To be sent by the caller, who has reserved them. */
  taken: Taken[];
  /** They have ended or are deferred. */
  standing: Standing[];
  /** They are being sent, and the worker has them: their chunk need not wait. */
  kept: string[];
}

/** Deals with rows that were there already, by the table of design, section 7. */
@Injectable()
export class TakeOver {
  constructor(
    private readonly ledger: DeliveriesRepository,
    private readonly leases: HeldLeases,
  ) {}

  /** Of rows that the caller has reserved. */
  async of(found: readonly FoundRow[], category: Category): Promise<TakenOver> {
    const steps = groupBy(found, (row) => stepOf(row, category));
    const idsOf = (step: ReturnType<typeof stepOf>) => (steps.get(step) ?? []).map(({ row }) => row.delivery_id);
    const leftAt = performance.now();
    const { claim } = this.leases;
    const [resumed, resent, ...ended] = await Promise.all([
      this.ledger.resume(idsOf('resume'), claim),
      this.ledger.resend(idsOf('resend'), claim),
      this.ledger.giveUp(idsOf('giveUp'), claim),
      this.ledger.excludeCancelled(idsOf('exclude'), claim),
    ]);
    const taken = [...resumed, ...resent];
    this.leases.begun(
      taken.map(({ begun }) => begun.deliveryId),
      leftAt,
    );
    const known = (steps.get('report') ?? []).map(({ row }) => standingOf(row));
    return { taken, standing: [...known, ...ended.flat().map(({ standing }) => standing)], kept: idsOf('kept') };
  }
}

/** What its row keeps whole is the worker's, also while it is being sent. */
function stepOf(found: FoundRow, category: Category): Step | 'kept' {
  return found.state === 'sending' && found.row.due_at ? 'kept' : nextStep(found, category);
}
