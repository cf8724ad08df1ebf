import { SealedNames } from './sealed-names.js';

/** What an unsubscribe link stands for: the delivery that brought it, and who may say by it that they want no more. */
export interface UnsubscribeClaim {
  sandbox: string;
  namespace: string;
  userId: string;
  channel: string;
  executionId: string;
  deliveryId: string;
  /** BCP 47: the language in which the delivery spoke. */
  locale: string;
}

/**
 * Makes the hard-to-forge part of unsubscribe links (RFC 8058 §3.1): all that is needed to know who unsubscribes from
 * what, sealed with AES-256-GCM, so that a link works for as long as its key is kept, whatever else was removed, and shows
 * no address. The first key seals and every key opens.
 */
export class UnsubscribeTokens {
  private readonly claims: SealedNames;

  /** @param keys of 32 bytes each, at least one. */
  constructor(keys: readonly Buffer[]) {
    this.claims = new SealedNames(keys, 'clarion unsubscribe v1');
  }

  /** Letters, digits, `-` and `_`: about 190 for usual ids; another text each time. */
  seal({ sandbox, namespace, userId, channel, executionId, deliveryId, locale }: UnsubscribeClaim): string {
    return this.claims.seal([sandbox, namespace, userId, channel, executionId, deliveryId, locale]);
  }

  /** `undefined` for whatever was not sealed here, or with a key that is gone. */
  open(token: string): UnsubscribeClaim | undefined {
    const [sandbox, namespace, userId, channel, executionId, deliveryId, locale] = this.claims.open(token);
    if (!sandbox || !namespace || !userId || !channel || !executionId || !deliveryId || !locale) return undefined;
    return { sandbox, namespace, userId, channel, executionId, deliveryId, locale };
  }
}
