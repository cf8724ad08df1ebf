import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** Drawn together: to ask for each alone would take half of the time of sealing. */
const nonces = Buffer.alloc(nonceBytes * 512);
let drawn = nonces.length;

/** @throws RangeError where these are no keys of AES-256, at least one. */
export function requireKeys(keys: readonly Buffer[]): void {
  if (keys.length > 0 && keys.every((key) => key.length === keyBytes)) return;
  throw new RangeError(`Sealing needs keys of ${keyBytes} bytes`);
}

/**
 * Seals a text with AES-256-GCM: nonce, text, tag. The nonce is random, so that one key may seal 2^32 texts
 * (NIST SP 800-38D §8.3). Shows nothing of the text but its length.
 * @param bound additional data, which must be the same where it is opened.
 */
export function sealText(text: string, key: Buffer, bound: Buffer): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(bound);
  const sealed = cipher.update(text, 'utf8');
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

/** What was sealed; `undefined` where it was with none of these keys or bound to something else, or is not whole. */
export function openText(sealed: Buffer, keys: readonly Buffer[], bound: Buffer): string | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined;
  for (const key of keys) {
    const text = openedWith(key, sealed, bound);
    if (text !== undefined) return text;
  }
  return undefined;
}

function openedWith(key: Buffer, sealed: Buffer, bound: Buffer): string | undefined {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(bound).setAuthTag(sealed.subarray(-tagBytes));
  const text = decipher.update(sealed.subarray(nonceBytes, -tagBytes));
  try {
    decipher.final();
    return text.toString('utf8');
  } catch {
    // Node says no more than that it cannot be authenticated; another key may fit.
    return undefined;
  }
}

function nextNonce(): Buffer {
  if (drawn === nonces.length) {
    randomFillSync(nonces);
    drawn = 0;
  }
  drawn += nonceBytes;
  return nonces.subarray(drawn - nonceBytes, drawn);
}
