import { openText, requireKeys, sealText } from './aes-gcm.js';

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

/** Names the purpose, so that nothing else that these keys seal is taken for one. */
const bound = Buffer.from('clarion unsubscribe v1');
/** No name or id of ours has one (`identifier` in `libs/contracts`). */
const separator = '\0';

/**
 * Makes the hard-to-forge part of unsubscribe links (RFC 8058 §3.1): all that is needed to know who unsubscribes from
 * what, sealed with AES-256-GCM, so that a link works for as long as its key is kept, whatever else was removed, and shows
 * no address. The first key seals and every key opens.
 */
export class UnsubscribeTokens {
  /** @param keys of 32 bytes each, at least one. */
  constructor(private readonly keys: readonly Buffer[]) {
    requireKeys(keys);
  }

  /** Letters, digits, `-` and `_`: about 190 for usual ids; another text each time. */
  seal({ sandbox, namespace, userId, channel, executionId, deliveryId, locale }: UnsubscribeClaim): string {
    const text = [sandbox, namespace, userId, channel, executionId, deliveryId, locale].join(separator);
    return sealText(text, this.keys[0] as Buffer, bound).toString('base64url');
  }

  /** `undefined` for whatever was not sealed here, or with a key that is gone. */
  open(token: string): UnsubscribeClaim | undefined {
    const text = openText(Buffer.from(token, 'base64url'), this.keys, bound);
    const [sandbox, namespace, userId, channel, executionId, deliveryId, locale] = text?.split(separator) ?? [];
    if (!sandbox || !namespace || !userId || !channel || !executionId || !deliveryId || !locale) return undefined;
    return { sandbox, namespace, userId, channel, executionId, deliveryId, locale };
  }
}
