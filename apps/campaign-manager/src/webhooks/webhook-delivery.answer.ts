import { Type, type Static } from '@sinclair/typebox';
import { count, momentText, oneOf, pageOf } from '../answer-fields.js';
import { deliveryStates } from './delivery-query.js';

/** What came back, or why nothing did. */
const outcome = {
  status: Type.Optional(Type.Integer({ description: 'Of the last answer.' })),
  answer: Type.Optional(Type.String({ description: 'The beginning of its body.' })),
  reason: Type.Optional(Type.String({ description: 'Why the last attempt had no answer, or there is none any more.' })),
  detail: Type.Optional(Type.String({ description: 'The same in a sentence.' })),
};

/** A delivery to a webhook: nothing of its recipients. */
export const webhookDeliveryAnswer = Type.Object(
  {
    id: Type.String({ description: 'Its `webhook-id`.' }),
    executionId: Type.String(),
    state: oneOf(deliveryStates),
    recipients: Type.Integer({ minimum: 0, description: 'How many it tells of.' }),
    attempts: count,
    createdAt: momentText,
    nextAttemptAt: Type.Optional(momentText),
    endedAt: Type.Optional(momentText),
    lastAttemptAt: Type.Optional(momentText),
    ...outcome,
  },
  { $id: 'WebhookDelivery' },
);

export type WebhookDeliveryAnswer = Static<typeof webhookDeliveryAnswer>;

export const webhookDeliveriesAnswer = pageOf({ deliveries: Type.Array(webhookDeliveryAnswer) }, 'WebhookDeliveries');

export type WebhookDeliveriesAnswer = Static<typeof webhookDeliveriesAnswer>;

/** What came of an example. */
export const webhookTestAnswer = Type.Object(
  {
    ok: Type.Boolean({ description: 'The receiver took it.' }),
    webhookId: Type.String({ description: 'The `webhook-id` of the example.' }),
    durationMs: count,
    ...outcome,
  },
  { $id: 'WebhookTest' },
);

export type WebhookTestAnswer = Static<typeof webhookTestAnswer>;
