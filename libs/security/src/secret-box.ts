import { openText, requireKeys, sealText } from './aes-gcm.js';
import { SecretNotOpened } from './secret-not-opened.js';

/** What a secret is sealed for; where it is opened for anything else, it does not open. */
export interface SecretBinding {
  sandbox: string;
  /** The `host:port` that it may be sent to (`hostPortOf`). */
  host: string;
}

const version = 'v1';

/**
 * Seals secrets, so that they may be stored and published: AES-256-GCM, each with a random nonce of 96 bits, and with what
 * it is bound to as additional data. The first key seals and every key opens, so that keys can be changed: the new one is
 * put first, and an old one taken away once nothing is sealed with it any more.
 */
export class SecretBox {
  /** @param keys of 32 bytes each, at least one. */
  constructor(private readonly keys: readonly Buffer[]) {
    requireKeys(keys);
  }

  /** A text that does not show the secret; another one each time. */
  seal(text: string, binding: SecretBinding): string {
    return `${version}.${sealText(text, this.keys[0] as Buffer, boundTo(binding)).toString('base64url')}`;
  }

  /**
   * The secret in clear.
   * @throws SecretNotOpened when it was sealed for something else or with none of these keys, or is not whole.
   */
  open(sealed: string, binding: SecretBinding): string {
    const [stated, encoded = '', ...more] = sealed.split('.');
    if (stated !== version || more.length > 0) throw new SecretNotOpened();
    const text = openText(Buffer.from(encoded, 'base64url'), this.keys, boundTo(binding));
    if (text === undefined) throw new SecretNotOpened();
    return text;
  }
}

function boundTo({ sandbox, host }: SecretBinding): Buffer {
  return Buffer.from(JSON.stringify([version, sandbox, host]));
}
