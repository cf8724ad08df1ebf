import { webhookEvents } from '@clarion/contracts';
import { Type, type Static } from '@sinclair/typebox';
import { nullable, count, oneOf, pageOf, written } from '../answer-fields.js';

const secretShown = Type.Object({ isSet: Type.Literal(true), host: Type.String() });

const webhook = {
  id: Type.String(),
  name: Type.String(),
  url: Type.String(),
  headers: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: secretShown }))),
  events: Type.Array(oneOf(webhookEvents)),
  isEnabled: Type.Boolean(),
  previousSecretUntil: Type.Optional(
    Type.String({ format: 'date-time', description: 'Until then calls are signed with the secret before, too.' }),
  ),
  version: nullable(count),
  ...written,
};

/** A webhook as the API shows it: of its secrets no more than that they are there. */
export const webhookAnswer = Type.Object(webhook, { $id: 'Webhook' });

export type WebhookAnswer = Static<typeof webhookAnswer>;

/** A webhook with a secret that was just made. */
export const issuedWebhookAnswer = Type.Object(
  { ...webhook, secret: Type.String({ description: 'What calls are signed with; nowhere but in this answer.' }) },
  { $id: 'IssuedWebhook' },
);

export type IssuedWebhookAnswer = Static<typeof issuedWebhookAnswer>;

export const webhooksAnswer = pageOf({ webhooks: Type.Array(webhookAnswer) }, 'Webhooks');
