import { LOGGER, type Logger } from '@clarion/observability';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { TrackedHit } from './tracked-hit.js';
import { TrackedHitsRepository } from './tracked-hits.repository.js';
import { TrackingMetrics } from './tracking-metrics.js';

const mostAtOnce = 500;
const mostWaiting = 10_000;

/** What keeps hits, all or none. */
interface KeepsHits {
  keep(hits: readonly TrackedHit[]): Promise<void>;
}

/**
 * Keeps hits after they were answered, all that have come meanwhile in one transaction: nobody who follows a link waits
 * for Postgres. What cannot be kept, since Postgres is away or too many come, is lost, counted and logged.
 */
@Injectable()
export class TrackedHits implements OnApplicationShutdown {
  private readonly waiting: TrackedHit[] = [];
  private keeping: Promise<void> | undefined;
  /** How many came while too many waited, not logged yet. */
  private turnedAway = 0;

  constructor(
    @Inject(TrackedHitsRepository) private readonly repository: KeepsHits,
    private readonly metrics: TrackingMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  add(hit: TrackedHit): void {
    if (this.waiting.length < mostWaiting) this.waiting.push(hit);
    else this.turnedAway += 1;
    this.keeping ??= this.keepAll();
  }

  /** Nothing comes any more: what is here is kept. */
  async onApplicationShutdown(): Promise<void> {
    await this.keeping;
  }

  private async keepAll(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.keep(this.waiting.splice(0, mostAtOnce));
      if (this.turnedAway > 0) this.lose(this.turnedAway, new Error('too many wait to be kept'));
      this.turnedAway = 0;
    }
    this.keeping = undefined;
  }

  private async keep(hits: readonly TrackedHit[]): Promise<void> {
    try {
      await this.repository.keep(hits);
    } catch (error) {
      this.lose(hits.length, error);
    }
  }

  private lose(hits: number, reason: unknown): void {
    this.metrics.lost(hits);
    this.logger.error({ err: reason, hits }, 'openings and clicks could not be kept, and are lost');
  }
}
