import type { Scope } from '@clarion/contracts';
import type { ReceivedFromAnyone } from '@clarion/messaging';
import { eventKeyHeader, eventSignatureFault, eventSignatureHeader, hashSecret, productKeyId } from '@clarion/security';
import {
  API_KEYS,
  heldLabelsOf,
  isExpired,
  openingHashes,
  Problem,
  scopesOf,
  type ApiKeys,
  type Caller,
  type CurrentKey,
} from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';

/** By what an event shows who asks. */
export interface IngressSettings {
  /** Whether an event without a signature is refused; one that has a signature must have a right one in any case. */
  areSignaturesRequired: boolean;
  /** The secret of the product's own key. */
  serviceToken: string;
}

/** The scope that a signed event needs, as the call does. */
const triggering: Scope = 'executions:write';

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
   * Who has not signed holds no access label: their events trigger what has none.
   * @throws Problem (401, 403) when the signature is wrong, the key has expired, is of another sandbox or may not trigger, or
   *   there must be one and is none
   */
  async callerOf(event: ReceivedFromAnyone, sandbox: string): Promise<Caller> {
    const { [eventKeyHeader]: keyId, [eventSignatureHeader]: signature } = event.headers;
    if (keyId === undefined && signature === undefined && !this.settings.areSignaturesRequired) {
      return { keyId: event.source, sandbox, heldLabels: [] };
    }
    if (!keyId || !signature) {
      throw unauthorized(`Name your key in ${eventKeyHeader} and sign the event in ${eventSignatureHeader}.`);
    }
    const key = keyId === productKeyId ? { sandbox, secretHash: this.productHash } : await this.keys.find(keyId);
    if (!key) throw unauthorized('There is no such key.');
    requireSigned(event, { key, signature, sandbox }, new Date());
    if (keyId !== productKeyId) this.keys.noteUse(keyId);
    if (key.sandbox !== sandbox) {
      throw new Problem(403, 'SandboxForbidden', 'The event must name the sandbox of the key.');
    }
    if (!scopesOf(key).includes(triggering)) {
      throw new Problem(403, 'ScopeMissing', `The key lacks the scope ${triggering}.`);
    }
    return { keyId, sandbox, heldLabels: heldLabelsOf(key) };
  }
}

/** After a rotation either secret may have signed, for a while. */
function requireSigned(
  event: ReceivedFromAnyone,
  { key, signature, sandbox }: { key: CurrentKey; signature: string; sandbox: string },
  now: Date,
): void {
  const faults = openingHashes(key, now.getTime()).map((hash) =>
    eventSignatureFault(signature, hash, { ...event, sandbox }, now),
  );
  if (!faults.includes(undefined)) throw unauthorized(`The event cannot be trusted: ${String(faults[0])}.`);
  if (isExpired(key, now.getTime())) {
    throw new Problem(401, 'ApiKeyExpired', `The key has expired at ${String(key.expiresAt)}.`);
  }
}

function unauthorized(detail: string): Problem {
  return new Problem(401, 'Unauthorized', detail);
}
