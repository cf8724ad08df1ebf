import type { Definitions } from '@clarion/definitions';
import type { Logger, Metrics } from '@clarion/observability';
import type { LeaseWorker } from '@clarion/persistence';
import type { SecretBox } from '@clarion/security';
import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { WebhookClient, type WebhookClientOptions } from './webhook-client.js';
import { WebhookDeliveriesRepository, type WebhookDeliveryRow } from './webhook-deliveries.repository.js';
import { WebhookEndsRepository } from './webhook-ends.repository.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookWork } from './webhook-work.js';
import { webhookWorker, type WebhookWorkerSettings } from './webhook-worker.js';
import { Webhooks } from './webhooks.js';

/** What webhooks are told by. */
export interface WebhookParts {
  webhooks: Webhooks;
  webhookSender: WebhookSender;
  /** Not started yet. */
  webhookWorker: LeaseWorker<Tables, WebhookDeliveryRow>;
}

/** What they are built on. */
export interface WebhookFoundation {
  database: Kysely<Tables>;
  definitions: Definitions;
  /** Opens what the manager has sealed. */
  box: SecretBox;
  metrics: Metrics;
  logger: Logger;
}

/** Puts together what tells webhooks. */
export function webhookParts(
  { database, definitions, box, metrics, logger }: WebhookFoundation,
  { concurrency, leaseMs, ...outbound }: WebhookWorkerSettings & WebhookClientOptions,
): WebhookParts {
  const ends = new WebhookEndsRepository(database);
  const webhooks = new Webhooks(definitions, ends);
  const sender = new WebhookSender(new WebhookClient(outbound), box);
  const counted = new WebhookMetrics(metrics, new WebhookDeliveriesRepository(database));
  const work = new WebhookWork(webhooks, sender, ends, counted, logger);
  const settings = { concurrency, ...(leaseMs !== undefined && { leaseMs }) };
  return { webhooks, webhookSender: sender, webhookWorker: webhookWorker(database, work, settings, logger) };
}
