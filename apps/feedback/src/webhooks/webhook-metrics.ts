import type { Metrics } from '@clarion/observability';
import type { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';

/** What is counted of deliveries to webhooks. */
export class WebhookMetrics {
  private readonly endedTotal;

  constructor(metrics: Metrics, deliveries: WebhookDeliveriesRepository) {
    this.endedTotal = metrics.counter({
      name: 'clarion_webhook_deliveries_total',
      help: 'Deliveries to webhooks that have ended, by how',
      labels: ['state'],
    });
    metrics.readWhenScraped({
      name: 'clarion_webhook_deliveries_pending',
      help: 'Deliveries to webhooks that are not there yet',
      label: 'sandbox',
      read: async () => new Map((await deliveries.waiting()).map(({ sandbox, count }) => [sandbox, count])),
    });
    metrics.readWhenScraped({
      name: 'clarion_webhook_oldest_pending_seconds',
      help: 'How long the oldest of them has waited',
      label: 'sandbox',
      read: async () => new Map((await deliveries.waiting()).map((one) => [one.sandbox, one.oldestSeconds])),
    });
  }

  ended(state: 'delivered' | 'failed'): void {
    this.endedTotal.inc({ state });
  }
}
