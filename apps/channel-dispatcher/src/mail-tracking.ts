import type { CampaignTracking } from '@clarion/contracts';
import type { Marked, Tracking } from '@clarion/personalization';
import { TrackingTokens } from '@clarion/security';
import { LRUCache } from 'lru-cache';
import type { Delivery } from './delivery.js';

/** A longer address stays: nobody could rely on what becomes of a link of twice that. */
const longestAddress = 2_000;
const rememberedLinks = 5_000;
const isOfTheWeb = /^https?:\/\//i;

/**
 * How mails are tracked, by what `feedback` serves: `<publicUrl>/o/<delivery>` when one is opened, and
 * `<publicUrl>/c/<delivery>.<link>` in the place of its links ([ADR 20](../../../docs/adr/0020-seal-delivery-and-link-apart.md)).
 */
export class MailTracking {
  private readonly tokens: TrackingTokens;
  /** Sealed links: what many mails link to is sealed once. */
  private readonly links = new LRUCache<string, string>({ max: rememberedLinks });
  private readonly publicUrl: string;
  private readonly unsubscribing: string;

  /** @param publicUrl where feedback is reached, without a slash at its end. */
  constructor(publicUrl: string, keys: readonly Buffer[]) {
    this.tokens = new TrackingTokens(keys);
    this.publicUrl = publicUrl.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
    this.unsubscribing = `${publicUrl}/u/`;
  }

  /** By what a delivery's mail is known: sealed anew each time, in about 5 µs. */
  markOf(delivery: Delivery): string {
    return this.tokens.sealDelivery(delivery);
  }

  /** What is put into the mails of a campaign of this sandbox. */
  of({ opens = false, clicks = false }: CampaignTracking, sandbox: string): Tracking {
    return {
      ...(opens && { pixel: this.pixel }),
      ...(clicks && { linkTo: (address: string) => this.linkTo(address, sandbox) }),
    };
  }

  private get pixel(): Marked {
    return { before: `<img src="${this.publicUrl}/o/`, after: '" width="1" height="1" alt="" border="0">' };
  }

  /** Unsubscribing is nothing to be followed, and must work whatever else does not. */
  private linkTo(address: string, sandbox: string): Marked | undefined {
    if (!isOfTheWeb.test(address) || address.length > longestAddress) return undefined;
    if (address.startsWith(this.unsubscribing)) return undefined;
    const link = this.sealed(address, sandbox);
    return link === undefined ? undefined : { before: `${this.publicUrl}/c/`, after: `.${link}` };
  }

  private sealed(address: string, sandbox: string): string | undefined {
    const key = `${sandbox}\0${address}`;
    const known = this.links.get(key);
    if (known !== undefined || !URL.canParse(address)) return known;
    // As a browser would ask for it: all of it ASCII.
    const link = this.tokens.sealLink({ sandbox, url: new URL(address).href });
    this.links.set(key, link);
    return link;
  }
}
