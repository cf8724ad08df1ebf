import { SealedNames } from './sealed-names.js';

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

/**
 * Makes the hard-to-forge parts of tracked links, sealed with AES-256-GCM: which delivery, and where to. A link of a mail
 * has both; each is sealed apart, so that what leads to the same place in many mails is sealed once. The first key seals and
 * every key opens. Tokens are letters, digits, `-` and `_`; another text each time.
 */
export class TrackingTokens {
  private readonly deliveries: SealedNames;
  private readonly links: SealedNames;

  /** @param keys of 32 bytes each, at least one. */
  constructor(keys: readonly Buffer[]) {
    this.deliveries = new SealedNames(keys, 'clarion tracked delivery v1');
    this.links = new SealedNames(keys, 'clarion tracked link v1');
  }

  /** About 180 characters for usual ids. */
  sealDelivery({ sandbox, namespace, userId, channel, executionId, deliveryId }: TrackedDelivery): string {
    return this.deliveries.seal([sandbox, namespace, userId, channel, executionId, deliveryId]);
  }

  /** `undefined` for whatever was not sealed here as a delivery, or with a key that is gone. */
  openDelivery(token: string): TrackedDelivery | undefined {
    const [sandbox, namespace, userId, channel, executionId, deliveryId] = this.deliveries.open(token);
    if (!sandbox || !namespace || !userId || !channel || !executionId || !deliveryId) return undefined;
    return { sandbox, namespace, userId, channel, executionId, deliveryId };
  }

  /** Four thirds of the URL, and about 45 characters. */
  sealLink({ sandbox, url }: TrackedLink): string {
    return this.links.seal([sandbox, url]);
  }

  /** `undefined` for whatever was not sealed here as a link, or with a key that is gone. */
  openLink(token: string): TrackedLink | undefined {
    const [sandbox, url] = this.links.open(token);
    return sandbox && url ? { sandbox, url } : undefined;
  }
}
