import type { SealedSecret, Webhook } from '@clarion/contracts';
import { continueTrace } from '@clarion/observability';
import { hostPortOf, SecretNotOpened, type SecretBox } from '@clarion/security';
import type { AttemptEnd } from './attempt.js';
import { signedHeaders } from './signed-headers.js';
import type { WebhookClient } from './webhook-client.js';

/** What is sent, and to whom. */
export interface Sending {
  webhook: Webhook;
  sandbox: string;
  /** Its `webhook-id`. */
  id: string;
  body: string;
  traceparent: string;
  /** Breaks it off. */
  signal: AbortSignal;
}

/** Signs what is sent to a webhook, and sends it once. */
export class WebhookSender {
  constructor(
    private readonly client: Pick<WebhookClient, 'post'>,
    private readonly box: SecretBox,
  ) {}

  /** Never throws for what the receiver does. */
  async send({ webhook, sandbox, id, body, traceparent, signal }: Sending): Promise<AttemptEnd> {
    const { url } = webhook;
    try {
      const binding = { sandbox, host: hostPortOf(url) };
      const open = ({ sealed }: SealedSecret) => this.box.open(sealed, binding);
      const now = new Date();
      const own = (webhook.headers ?? []).map(({ name, value }) => [name, open(value)] as const);
      const headers = {
        ...Object.fromEntries(own),
        ...signedHeaders({ id, at: now, body }, secretsOf(webhook, now).map(open)),
        traceparent: continueTrace(traceparent),
      };
      return await this.client.post({ url, headers, body, signal });
    } catch (error) {
      if (!(error instanceof SecretNotOpened)) throw error;
      return { kind: 'silent', reason: 'SecretNotOpened', detail: 'its secrets were sealed with another key' };
    }
  }
}

/** The newest first; the one before counts until its overlap ends. */
function secretsOf({ secret, previous }: Webhook, now: Date): SealedSecret[] {
  return previous && new Date(previous.until) > now ? [secret, previous.secret] : [secret];
}
