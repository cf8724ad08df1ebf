import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a secret in hex: what may be stored of it. Only for secrets of 128 random bits or more. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Whether `secret` is the one that was hashed, in a time that does not tell how far they agree. */
export function isSecret(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hash.padEnd(64, '0').slice(0, 64), 'hex'));
}
