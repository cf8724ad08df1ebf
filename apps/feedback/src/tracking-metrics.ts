import type { Metrics } from '@clarion/observability';

/** Counts what this process could not keep of what recipients did. */
export class TrackingMetrics {
  private readonly lostHits;

  constructor(metrics: Metrics) {
    this.lostHits = metrics.counter({
      name: 'clarion_tracked_hits_lost_total',
      help: 'Openings of mails and clicks that were answered and could not be kept',
      labels: [],
    });
  }

  lost(count: number): void {
    this.lostHits.inc(count);
  }
}
