import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, Problem, type Caller } from '@clarion/service';
import { Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { Feedback } from '../feedback.js';
import type { JsonObject } from '../json-object.js';
import { deliveryQueryOf, isDeliveryId } from './delivery-query.js';
import { LiveWebhooks } from './live-webhooks.js';
import { webhooks } from './shown-webhook.js';

/** What was sent to webhooks, which feedback owns: shown here, kept there. */
@Controller('v1/webhooks/:id')
@UseGuards(ApiKeyGuard)
export class WebhookDeliveriesController {
  constructor(
    private readonly live: LiveWebhooks,
    private readonly feedback: Feedback,
  ) {}

  /** Sends an example, signed, and says what came back. */
  @Post('test')
  @HttpCode(200)
  @Needs('webhooks:write')
  async test(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<JsonObject> {
    const { sandbox, body } = await this.live.find(webhooks.keyOf(caller, id));
    return this.feedback.testWebhook({ sandbox, webhook: body }, traceparent);
  }

  /** A page of its deliveries, newest first. */
  @Get('deliveries')
  @Needs('webhooks:read')
  async list(
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<JsonObject> {
    const wanted = deliveryQueryOf(query);
    await this.live.find(webhooks.keyOf(caller, id));
    return this.feedback.webhookDeliveries(id, wanted);
  }

  /** Sends one again, with all its retries before it. */
  @Post('deliveries/:deliveryId/retry')
  @HttpCode(202)
  @Needs('webhooks:write')
  async retry(
    @Param() { id, deliveryId }: { id: string; deliveryId: string },
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<JsonObject> {
    await this.live.find(webhooks.keyOf(caller, id));
    if (isDeliveryId(deliveryId)) return this.feedback.retryWebhookDelivery(id, deliveryId, traceparent);
    throw new Problem(404, 'WebhookDeliveryNotFound', 'The webhook has no such delivery.');
  }
}
