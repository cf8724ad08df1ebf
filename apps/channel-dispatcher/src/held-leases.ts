import { LOGGER, type Logger } from '@clarion/observability';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DISPATCH_SETTINGS, type DispatchSettings } from './dispatch-settings.js';
import type { Claim } from './ledger-statements.js';

/**
 * What this process is sending, and until when it may. A lease is counted by the process's own monotonic clock from
 * before the statement left that gave it, so that it ends here no later than in the database. Leases are renewed as long
 * as they are held; an owner that stood still finds them ended, whatever its timers do first.
 */
@Injectable()
export class HeldLeases {
  /** This process as an owner: a new id at each start. */
  readonly claim: Claim;
  /** Until when, by `performance.now()`; 0 for what is reserved and not begun. */
  private readonly held = new Map<string, number>();
  /** Held on beyond whoever reserved them. */
  private readonly kept = new Set<string>();
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly ledger: DeliveriesRepository,
    @Inject(DISPATCH_SETTINGS) private readonly settings: DispatchSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.claim = { owner: randomUUID(), leaseMs: settings.leaseMs };
  }

  /** Keeps others in this process from beginning the same. @returns those that were free, and are the caller's now. */
  reserve(deliveryIds: readonly string[]): Set<string> {
    const free = new Set(deliveryIds.filter((id) => !this.held.has(id)));
    for (const id of free) this.held.set(id, 0);
    this.renewal ??= setInterval(() => void this.renew(), this.settings.renewEveryMs).unref();
    return free;
  }

  /** They were begun by a statement that left at `leftAt`. */
  begun(deliveryIds: Iterable<string>, leftAt: number): void {
    for (const id of deliveryIds) if (this.held.has(id)) this.held.set(id, leftAt + this.claim.leaseMs);
  }

  /** Whether this may still be sent. */
  isLiving(deliveryId: string): boolean {
    return performance.now() < (this.held.get(deliveryId) ?? 0);
  }

  /** Holds on to it when whoever reserved it releases it, until it is let go. */
  keep(deliveryId: string): void {
    this.kept.add(deliveryId);
  }

  isKept(deliveryId: string): boolean {
    return this.kept.has(deliveryId);
  }

  letGo(deliveryId: string): void {
    this.kept.delete(deliveryId);
    this.release([deliveryId]);
  }

  release(deliveryIds: Iterable<string>): void {
    for (const id of deliveryIds) if (!this.kept.has(id)) this.held.delete(id);
    if (this.held.size > 0) return;
    clearInterval(this.renewal);
    this.renewal = undefined;
  }

  private async renew(): Promise<void> {
    const sending = [...this.held].flatMap(([id, until]) => (until > 0 ? [id] : []));
    const leftAt = performance.now();
    try {
      this.begun(await this.ledger.renew(sending, this.claim), leftAt);
    } catch (error) {
      this.logger.warn({ err: error }, 'leases of deliveries could not be renewed');
    }
  }
}
