import { LeaseWorker } from '@clarion/persistence';
import { Problem } from '@clarion/service';
import type { Webhook } from '@clarion/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { Tables } from '../tables.js';
import { shownDelivery } from './shown-delivery.js';
import {
  WebhookDeliveriesRepository,
  type DeliveryFilter,
  type WebhookDeliveryRow,
} from './webhook-deliveries.repository.js';
import { WebhookSender } from './webhook-sender.js';
import { testWebhook, type TestResult } from './webhook-test.js';

/**
 * What was sent to webhooks, for the manager, who has checked what it asks and that the webhook is there for who asks.
 * `runService` guards `/internal`.
 */
@Controller('internal/webhooks')
export class WebhooksController {
  constructor(
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly worker: LeaseWorker<Tables, WebhookDeliveryRow>,
    private readonly sender: WebhookSender,
  ) {}

  @Post('test')
  @HttpCode(200)
  async test(@Body() { sandbox, webhook }: { sandbox: string; webhook: Webhook }): Promise<TestResult> {
    return testWebhook(this.sender, webhook, sandbox);
  }

  @Get(':id/deliveries')
  async list(@Param('id') id: string, @Query() { limit, ...filter }: Record<string, string>) {
    const wanted = { ...filter, limit: Number(limit) } as DeliveryFilter;
    const { rows, next } = await this.deliveries.list(id, wanted);
    return { deliveries: rows.map(shownDelivery), ...(next !== undefined && { next }) };
  }

  @Post(':id/deliveries/:deliveryId/retry')
  @HttpCode(202)
  async retry(@Param() { id, deliveryId }: { id: string; deliveryId: string }) {
    const row = await this.deliveries.retry(id, deliveryId);
    if (!row) throw new Problem(404, 'WebhookDeliveryNotFound', 'The webhook has no such delivery.');
    this.worker.wake();
    return shownDelivery(row);
  }
}
