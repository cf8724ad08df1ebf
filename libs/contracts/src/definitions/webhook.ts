import type { SealedSecret } from './data-source.js';

/** What a webhook may hear of: the states of deliveries that are in earnest (`deliveries.reported.v1`). */
export const webhookEvents = ['sent', 'failed', 'excluded', 'deferred', 'unknown'] as const;

export type WebhookEvent = (typeof webhookEvents)[number];

/** Who outside is told what became of recipients. Followed live; there may be several in a sandbox. */
export interface Webhook {
  name: string;
  /** `https:`, unless its host and port are on feedback's development allow-list. */
  url: string;
  /** Sent with every call, beside our own; their values are secrets for the URL's host. */
  headers?: { name: string; value: SealedSecret }[];
  /** At least one, each once. */
  events: WebhookEvent[];
  /** Off: nothing is sent, and nothing is kept to be sent later. */
  isEnabled: boolean;
  /** What calls are signed with: `whsec_` and 32 bytes in base64, sealed for the URL's host. */
  secret: SealedSecret;
  /** The secret before the last rotation, with which calls are signed, too, until a moment (ISO 8601). */
  previous?: { secret: SealedSecret; until: string };
}
