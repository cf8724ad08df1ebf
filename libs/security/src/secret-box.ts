import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SecretNotOpened } from './secret-not-opened.js';

/** What a secret is sealed for; where it is opened for anything else, it does not open. */
export interface SecretBinding {
  sandbox: string;
  /** The `host:port` that it may be sent to (`hostPortOf`). */
  host: string;
}

const algorithm = 'aes-256-gcm';
const version = 'v1';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals secrets, so that they may be stored and published: AES-256-GCM, each with a random nonce of 96 bits, and with what
 * it is bound to as additional data. The first key seals and every key opens, so that keys can be changed: the new one is
 * put first, and an old one taken away once nothing is sealed with it any more.
 */
export class SecretBox {
  /** @param keys of 32 bytes each, at least one. */
  constructor(private readonly keys: readonly Buffer[]) {
    if (keys.length === 0 || keys.some((key) => key.length !== keyBytes)) {
      throw new RangeError(`A secret box needs keys of ${keyBytes} bytes`);
    }
  }

  /** A text that does not show the secret; another one each time. */
  seal(text: string, binding: SecretBinding): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.keys[0] as Buffer, nonce).setAAD(boundTo(binding));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${version}.${sealed.toString('base64url')}`;
  }

  /**
   * The secret in clear.
   * @throws SecretNotOpened when it was sealed for something else or with none of these keys, or is not whole.
   */
  open(sealed: string, binding: SecretBinding): string {
    const [stated, encoded = '', ...more] = sealed.split('.');
    const bytes = Buffer.from(encoded, 'base64url');
    if (stated !== version || more.length > 0 || bytes.length < nonceBytes + tagBytes) throw new SecretNotOpened();
    for (const key of this.keys) {
      const text = opened(bytes, key, binding);
      if (text !== undefined) return text;
    }
    throw new SecretNotOpened();
  }
}

/** `undefined` where this is not the key or the binding, or the bytes are not those that were sealed. */
function opened(bytes: Buffer, key: Buffer, binding: SecretBinding): string | undefined {
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(boundTo(binding)).setAuthTag(bytes.subarray(-tagBytes));
  const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    // Node says no more than that it cannot be authenticated; another key may fit.
    return undefined;
  }
}

function boundTo({ sandbox, host }: SecretBinding): Buffer {
  return Buffer.from(JSON.stringify([version, sandbox, host]));
}
