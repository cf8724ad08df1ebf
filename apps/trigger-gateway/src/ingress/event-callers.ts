import type { ReceivedFromAnyone } from '@clarion/messaging';
import { eventKeyHeader, eventSignatureFault, eventSignatureHeader, hashSecret, productKeyId } from '@clarion/security';
import { API_KEYS, Problem, type ApiKeys, type Caller } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';

/** By what an event shows who asks. */
export interface IngressSettings {
  /** Whether an event without a signature is refused; one that has a signature must have a right one in any case. */
  areSignaturesRequired: boolean;
  /** The secret of the product's own key. */
  serviceToken: string;
}

export const INGRESS_SETTINGS = Symbol('ingress settings');

/** Knows who asks by an event: who signed it, else its source, which whoever may write to the topic is free to choose. */
@Injectable()
export class EventCallers {
  private readonly productHash: string;

  constructor(
    @Inject(API_KEYS) private readonly keys: ApiKeys,
    @Inject(INGRESS_SETTINGS) private readonly settings: IngressSettings,
  ) {
    this.productHash = hashSecret(settings.serviceToken);
  }

  /**
   * @throws Problem (401, 403) when the signature is wrong, the key is of another sandbox, or there must be one and is none
   */
  async callerOf(event: ReceivedFromAnyone, sandbox: string): Promise<Caller> {
    const { [eventKeyHeader]: keyId, [eventSignatureHeader]: signature } = event.headers;
    if (keyId === undefined && signature === undefined && !this.settings.areSignaturesRequired) {
      return { keyId: event.source, sandbox };
    }
    if (!keyId || !signature) {
      throw unauthorized(`Name your key in ${eventKeyHeader} and sign the event in ${eventSignatureHeader}.`);
    }
    const key = keyId === productKeyId ? { sandbox, secretHash: this.productHash } : await this.keys.find(keyId);
    if (!key) throw unauthorized('There is no such key.');
    const fault = eventSignatureFault(signature, key.secretHash, { ...event, sandbox }, new Date());
    if (fault !== undefined) throw unauthorized(`The event cannot be trusted: ${fault}.`);
    if (key.sandbox !== sandbox) {
      throw new Problem(403, 'SandboxForbidden', 'The event must name the sandbox of the key.');
    }
    return { keyId, sandbox };
  }
}

function unauthorized(detail: string): Problem {
  return new Problem(401, 'Unauthorized', detail);
}
