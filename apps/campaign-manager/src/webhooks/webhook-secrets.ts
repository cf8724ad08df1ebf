import type { SealedSecret } from '@clarion/contracts';
import type { SecretBox } from '@clarion/security';
import { randomBytes } from 'node:crypto';

/** A secret to sign with (Standard Webhooks): 256 random bits in base64, known for what it is by its prefix. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Seals what webhooks keep secret, by keys that feedback has, too: it opens nothing else (ADR 21). */
export class WebhookSecrets {
  constructor(private readonly box: SecretBox) {}

  seal(secret: string, sandbox: string, host: string): SealedSecret {
    return { sealed: this.box.seal(secret, { sandbox, host }), host };
  }

  /** A signing secret for the host that the webhook has now. It goes nowhere, so its owner need not give it again. */
  sealAgain({ sealed, host: before }: SealedSecret, sandbox: string, host: string): SealedSecret {
    return this.seal(this.box.open(sealed, { sandbox, host: before }), sandbox, host);
  }
}
