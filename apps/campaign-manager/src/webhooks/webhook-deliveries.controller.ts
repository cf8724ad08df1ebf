import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, Problem, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
import { Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { Feedback } from '../feedback.js';
import { deliveryParameters, deliveryQueryOf, isDeliveryId } from './delivery-query.js';
import { LiveWebhooks } from './live-webhooks.js';
import { webhooks } from './shown-webhook.js';
import {
  webhookDeliveriesAnswer,
  webhookDeliveryAnswer,
  webhookTestAnswer,
  type WebhookDeliveriesAnswer,
  type WebhookDeliveryAnswer,
  type WebhookTestAnswer,
} from './webhook-delivery.answer.js';

/** What was sent to webhooks, which feedback owns: shown here, kept there. */
@Area('Webhooks')
@Controller('v1/webhooks/:id')
@UseGuards(ApiKeyGuard)
export class WebhookDeliveriesController {
  constructor(
    private readonly live: LiveWebhooks,
    private readonly feedback: Feedback,
  ) {}

  @Post('test')
  @HttpCode(200)
  @Needs('webhooks:write')
  @Does('Sends a webhook an example, signed as any other call.')
  @Answers(200, webhookTestAnswer, 'What came back.')
  @Refuses(404, 'WebhookNotFound')
  async test(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<WebhookTestAnswer> {
    const { sandbox, body } = await this.live.find(webhooks.keyOf(caller, id));
    return this.feedback.testWebhook({ sandbox, webhook: body }, traceparent);
  }

  @Get('deliveries')
  @Needs('webhooks:read')
  @Does('Lists what was sent to a webhook, the newest first.')
  @TakesQuery(deliveryParameters)
  @Answers(200, webhookDeliveriesAnswer, 'A page of it.')
  @Refuses(400, 'InvalidRequest')
  @Refuses(404, 'WebhookNotFound')
  async list(
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<WebhookDeliveriesAnswer> {
    const wanted = deliveryQueryOf(query);
    await this.live.find(webhooks.keyOf(caller, id));
    return this.feedback.webhookDeliveries(id, wanted);
  }

  @Post('deliveries/:deliveryId/retry')
  @HttpCode(202)
  @Needs('webhooks:write')
  @Does('Sends one of them again, with all its retries before it.')
  @Answers(202, webhookDeliveryAnswer, 'It is due.')
  @Refuses(404, 'WebhookDeliveryNotFound', 'WebhookNotFound')
  async retry(
    @Param() { id, deliveryId }: { id: string; deliveryId: string },
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<WebhookDeliveryAnswer> {
    await this.live.find(webhooks.keyOf(caller, id));
    if (isDeliveryId(deliveryId)) return this.feedback.retryWebhookDelivery(id, deliveryId, traceparent);
    throw new Problem(404, 'WebhookDeliveryNotFound', 'The webhook has no such delivery.');
  }
}
