import type { Logger } from '@clarion/observability';
import { LeaseWorker } from '@clarion/persistence';
import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { WebhookDeliveryRow } from './webhook-deliveries.repository.js';
import type { WebhookWork } from './webhook-work.js';

export interface WebhookWorkerSettings {
  /** How many deliveries this process sends at once. */
  concurrency: number;
  /** 20 s unless told; longer than a receiver has to answer. */
  leaseMs?: number;
}

/** How many of them go to one webhook, so that one that does not answer keeps no other waiting. */
const atOnceEach = 8;

/** The worker that sends what is due to webhooks; not started yet. */
export function webhookWorker(
  database: Kysely<Tables>,
  work: WebhookWork,
  { concurrency, leaseMs }: WebhookWorkerSettings,
  logger: Logger,
): LeaseWorker<Tables, WebhookDeliveryRow> {
  return new LeaseWorker<Tables, WebhookDeliveryRow>(
    database,
    {
      table: 'webhook_deliveries',
      key: ['webhook_delivery_id'],
      concurrency,
      lanes: { column: 'webhook_id', width: atOnceEach },
      ...(leaseMs !== undefined && { leaseMs }),
      work: (lease) => work.workOn(lease),
    },
    logger,
  );
}
