import { traceIdOf, type Logger } from '@clarion/observability';
import type { Lease } from '@clarion/persistence';
import type { Tables } from '../tables.js';
import { standingAfter, type Standing } from './after-attempt.js';
import type { AttemptEnd } from './attempt.js';
import { giveUp, recordAttempt, type WebhookDeliveryRow } from './webhook-deliveries.repository.js';
import type { WebhookEndsRepository } from './webhook-ends.repository.js';
import type { WebhookMetrics } from './webhook-metrics.js';
import type { WebhookSender } from './webhook-sender.js';
import type { CurrentWebhook, WebhookEnd, Webhooks } from './webhooks.js';

type DeliveryLease = Lease<Tables, WebhookDeliveryRow>;

/** Sends what is due to webhooks, once a claim. */
export class WebhookWork {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly sender: WebhookSender,
    private readonly ends: WebhookEndsRepository,
    private readonly metrics: WebhookMetrics,
    private readonly logger: Logger,
  ) {}

  /** @throws ServiceUnavailable while nobody can say where it goes: it is tried again. */
  async workOn(lease: DeliveryLease): Promise<void> {
    const current = await this.webhooks.current(lease.row.webhook_id);
    if (typeof current === 'string') return this.giveUp(lease, current);
    const { webhook_delivery_id: id, sandbox, body, traceparent } = lease.row;
    const { webhook } = current;
    const end = await this.sender.send({ webhook, sandbox, id, body, traceparent, signal: lease.signal });
    // Whether it came is not known: another worker sends it, with the same id.
    if (end.kind === 'interrupted') return lease.postpone(0);
    const standing = standingAfter(end, lease.row.failures, { now: Date.now(), random: Math.random() });
    await this.record(lease, current, end, standing);
    this.tell(lease.row, end, standing);
  }

  private async giveUp(lease: DeliveryLease, reason: WebhookEnd): Promise<void> {
    await lease.finish((transaction) => giveUp(transaction, lease.row, reason));
    this.metrics.ended('failed');
    this.logger.info({ ...fieldsOf(lease.row), reason }, 'webhook delivery given up');
  }

  private async record(
    lease: DeliveryLease,
    { version }: CurrentWebhook,
    end: Exclude<AttemptEnd, { kind: 'interrupted' }>,
    standing: Standing,
  ): Promise<void> {
    const { row } = lease;
    if (standing.state === 'pending') {
      return lease.postpone(standing.delayMs, (transaction) => recordAttempt(transaction, row, end, standing));
    }
    await lease.finish(async (transaction) => {
      await recordAttempt(transaction, row, end, standing);
      const isGone = standing.state === 'failed' && standing.isGone;
      if (isGone) await this.ends.add(transaction, { id: row.webhook_id, version });
    });
    this.metrics.ended(standing.state);
  }

  private tell(row: WebhookDeliveryRow, end: Exclude<AttemptEnd, { kind: 'interrupted' }>, standing: Standing): void {
    const said = end.kind === 'answered' ? { status: end.status } : { reason: end.reason };
    const fields = { ...fieldsOf(row), ...said, attempts: row.attempts + 1 };
    if (standing.state === 'delivered') this.logger.debug(fields, 'webhook told');
    else if (standing.state === 'failed') this.logger.warn(fields, 'webhook delivery failed');
    else this.logger.info({ ...fields, waitMs: standing.delayMs }, 'webhook is told again later');
  }
}

function fieldsOf({ webhook_id: webhookId, webhook_delivery_id: id, execution_id, traceparent }: WebhookDeliveryRow) {
  return { webhookId, webhookDeliveryId: id, executionId: execution_id, traceId: traceIdOf(traceparent) };
}
