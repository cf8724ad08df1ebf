import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header that names the key an event is signed with. */
export const eventKeyHeader = 'clarion-key-id';

/** The header of the signature itself: `t=<seconds>,v1=<HMAC-SHA-256 in hex>`. */
export const eventSignatureHeader = 'clarion-signature';

/** The key by which the product's own services sign: its secret is the service token. */
export const productKeyId = 'clarion';

/** What an event's signature speaks of. None of the texts has control characters, so a line break parts them. */
export interface SignedEvent {
  source: string;
  id: string;
  sandbox: string;
  /** The value of its record, byte by byte. */
  value: Buffer | string;
}

/**
 * As long as topics and dead letters keep an event: one that had to wait is not refused for it. Whoever sends a copy of an
 * old one gets nothing by it, since the same event runs once.
 */
const oldestSeconds = 14 * 24 * 60 * 60;
/** How far a producer's clock may be ahead. */
const aheadSeconds = 5 * 60;

/**
 * The value of `clarion-signature`. The HMAC is over `<t>\n<source>\n<id>\n<sandbox>\n` and the value; its key is the
 * SHA-256 of the secret (the 32 bytes), since nobody here has the secret itself.
 * @param secretHash as `hashSecret` makes it
 */
export function eventSignature(secretHash: string, event: SignedEvent, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${hmacOf(secretHash, event, seconds).toString('hex')}`;
}

/** What is wrong with an event's signature; `undefined` when it is right, and neither older than 14 days nor of later. */
export function eventSignatureFault(
  signature: string,
  secretHash: string,
  event: SignedEvent,
  now: Date,
): string | undefined {
  const [, t, v1] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (t === undefined || v1 === undefined) return `${eventSignatureHeader} must be t=<seconds>,v1=<hex>`;
  const seconds = Number(t);
  const ageSeconds = now.getTime() / 1000 - seconds;
  if (ageSeconds > oldestSeconds) return 'the signature is older than 14 days';
  if (ageSeconds < -aheadSeconds) return 'the signature is of a time to come';
  if (timingSafeEqual(hmacOf(secretHash, event, seconds), Buffer.from(v1, 'hex'))) return undefined;
  return 'the signature does not fit the event, its key or its time';
}

function hmacOf(secretHash: string, { source, id, sandbox, value }: SignedEvent, seconds: number): Buffer {
  if (!/^[0-9a-f]{64}$/.test(secretHash)) throw new TypeError('A secret hash is 64 hex digits');
  const hmac = createHmac('sha256', Buffer.from(secretHash, 'hex'));
  return hmac.update(`${seconds}\n${source}\n${id}\n${sandbox}\n`).update(value).digest();
}
