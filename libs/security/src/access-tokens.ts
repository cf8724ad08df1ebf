import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What an access token says. Nothing of it is to be believed before `isGenuine` says so. */
export interface AccessToken {
  keyId: string;
  /** Milliseconds since 1970, whole seconds. */
  expiresAt: number;
  mac: Buffer;
}

/** Lets scanners of repositories and logs know a token for what it is, and us tell it from a secret. */
const prefix = 'clarion_token_';
const form = /^clarion_token_([\w-]+)\.(\d{1,12})\.([\w-]{43})$/;

/**
 * Bearer tokens that stand for a key's secret until they expire, kept nowhere: every service with the same service token
 * takes them. Each is bound to the secret by whose hash it was issued, so that it ends with that. It is an HMAC-SHA-256 by
 * a key that is derived from the service token: whoever learns the hashes of secrets can make none.
 */
export class AccessTokens {
  private readonly macKey: Buffer;

  constructor(serviceToken: string) {
    this.macKey = Buffer.from(hkdfSync('sha256', serviceToken, '', 'clarion access token v1', 32));
  }

  /** @param expiresAt milliseconds since 1970; the rest of a second is cut off. */
  issue(keyId: string, secretHash: string, expiresAt: number): string {
    const seconds = Math.floor(expiresAt / 1_000);
    const mac = this.macOf(keyId, secretHash, seconds).toString('base64url');
    return `${prefix}${Buffer.from(keyId, 'utf8').toString('base64url')}.${seconds}.${mac}`;
  }

  /** Whether the token was issued here for this secret of its key, in a time that does not tell how far it agrees. */
  isGenuine({ keyId, expiresAt, mac }: AccessToken, secretHash: string): boolean {
    return timingSafeEqual(this.macOf(keyId, secretHash, expiresAt / 1_000), mac);
  }

  private macOf(keyId: string, secretHash: string, seconds: number): Buffer {
    return createHmac('sha256', this.macKey).update(`${secretHash}\n${seconds}\n${keyId}`).digest();
  }
}

/** What stands in an access token; `undefined` for whatever is none, such as a secret. */
export function readAccessToken(bearer: string): AccessToken | undefined {
  const [, keyId, seconds, mac] = form.exec(bearer) ?? [];
  if (keyId === undefined || seconds === undefined || mac === undefined) return undefined;
  return {
    keyId: Buffer.from(keyId, 'base64url').toString('utf8'),
    expiresAt: Number(seconds) * 1_000,
    mac: Buffer.from(mac, 'base64url'),
  };
}
