import { ServiceUnavailable, type Webhook } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';
import { successOf } from './internal-answer.js';
import type {
  WebhookDeliveriesAnswer,
  WebhookDeliveryAnswer,
  WebhookTestAnswer,
} from './webhooks/webhook-delivery.answer.js';

/** Where feedback is, and what opens its `/internal`. */
export interface FeedbackSettings {
  internalUrl: string;
  serviceToken: string;
}

/** A webhook with its secrets, sealed. */
export interface WebhookTest {
  sandbox: string;
  webhook: Webhook;
}

const service = 'feedback';
/** Longer than feedback gives a call. */
const timeoutMs = 15_000;

/** Feedback, who owns what was sent to webhooks, and sends it. The webhook must be there for who asks. */
export class Feedback {
  private readonly client: InternalClient;

  constructor(settings: FeedbackSettings) {
    this.client = new InternalClient({ service, timeoutMs, ...settings });
  }

  /**
   * Sends an example, and says what came back.
   * @throws Problem, ServiceUnavailable
   */
  async testWebhook(test: WebhookTest, traceparent: string): Promise<WebhookTestAnswer> {
    return successOf(service, await this.client.post<WebhookTestAnswer>('/internal/webhooks/test', test, traceparent));
  }

  /**
   * A page of what was sent to a webhook.
   * @throws ServiceUnavailable
   */
  async webhookDeliveries(webhookId: string, query: Record<string, string>): Promise<WebhookDeliveriesAnswer> {
    const page = await this.client.get<WebhookDeliveriesAnswer>(`${pathOf(webhookId)}/deliveries`, query);
    if (!page) throw new ServiceUnavailable(service, new Error('it has no such route'));
    return page;
  }

  /**
   * Sends one of them again.
   * @throws Problem, ServiceUnavailable; whether it does is not known then.
   */
  async retryWebhookDelivery(
    webhookId: string,
    deliveryId: string,
    traceparent: string,
  ): Promise<WebhookDeliveryAnswer> {
    const path = `${pathOf(webhookId)}/deliveries/${deliveryId}/retry`;
    return successOf(service, await this.client.post<WebhookDeliveryAnswer>(path, {}, traceparent));
  }
}

function pathOf(webhookId: string): string {
  return `/internal/webhooks/${encodeURIComponent(webhookId)}`;
}
