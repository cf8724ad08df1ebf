import { openText, requireKeys, sealText } from './aes-gcm.js';

/** Of which delivery something was opened or clicked, and who got it. */
export interface TrackedDelivery {
  sandbox: string;
  namespace: string;
  userId: string;
  channel: string;
  executionId: string;
  deliveryId: string;
}

/** Where a link of a sandbox's mails leads. */
export interface TrackedLink {
  sandbox: string;
  /** A whole URL. */
  url: string;
}

/** Name the purpose, so that nothing else that these keys seal is taken for one. */
const boundDelivery = Buffer.from('clarion tracked delivery v1');
const boundLink = Buffer.from('clarion tracked link v1');
/** No name, id or URL of ours has one. */
const separator = '\0';

/**
 * Makes the hard-to-forge parts of tracked links, sealed with AES-256-GCM: which delivery, and where to. A link of a mail
 * has both; each is sealed apart, so that what leads to the same place in many mails is sealed once. The first key seals and
 * every key opens. Tokens are letters, digits, `-` and `_`; another text each time.
 */
export class TrackingTokens {
  /** @param keys of 32 bytes each, at least one. */
  constructor(private readonly keys: readonly Buffer[]) {
    requireKeys(keys);
  }

  /** About 180 characters for usual ids. */
  sealDelivery({ sandbox, namespace, userId, channel, executionId, deliveryId }: TrackedDelivery): string {
    return this.seal([sandbox, namespace, userId, channel, executionId, deliveryId], boundDelivery);
  }

  /** `undefined` for whatever was not sealed here as a delivery, or with a key that is gone. */
  openDelivery(token: string): TrackedDelivery | undefined {
    const [sandbox, namespace, userId, channel, executionId, deliveryId] = this.open(token, boundDelivery);
    if (!sandbox || !namespace || !userId || !channel || !executionId || !deliveryId) return undefined;
    return { sandbox, namespace, userId, channel, executionId, deliveryId };
  }

  /** Four thirds of the URL, and about 45 characters. */
  sealLink({ sandbox, url }: TrackedLink): string {
    return this.seal([sandbox, url], boundLink);
  }

  /** `undefined` for whatever was not sealed here as a link, or with a key that is gone. */
  openLink(token: string): TrackedLink | undefined {
    const [sandbox, url] = this.open(token, boundLink);
    return sandbox && url ? { sandbox, url } : undefined;
  }

  private seal(parts: readonly string[], bound: Buffer): string {
    return sealText(parts.join(separator), this.keys[0] as Buffer, bound).toString('base64url');
  }

  private open(token: string, bound: Buffer): string[] {
    return openText(Buffer.from(token, 'base64url'), this.keys, bound)?.split(separator) ?? [];
  }
}
