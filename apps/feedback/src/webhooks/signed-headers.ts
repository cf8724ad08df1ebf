import { createHmac } from 'node:crypto';

/** What is signed: which delivery, the moment of this attempt, and the body as it is sent. */
export interface Signed {
  /** Without a full stop. */
  id: string;
  at: Date;
  body: string;
}

/**
 * The headers of Standard Webhooks 1.0.0: one signature for each secret (HMAC-SHA-256, `v1`), so that receivers may know
 * either while a secret is being changed.
 * @param secrets `whsec_` and base64 each
 */
export function signedHeaders({ id, at, body }: Signed, secrets: readonly string[]): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1_000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}
