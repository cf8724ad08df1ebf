import { openText, requireKeys, sealText } from './aes-gcm.js';

/** No name, id or URL of ours has one (`identifier` in `libs/contracts`). */
const separator = '\0';

/**
 * Seals names for a link's token with AES-256-GCM, bound to its purpose, so that nothing else that the keys seal is taken for
 * one. The first key seals and every key opens. Tokens are letters, digits, `-` and `_`; another text each time.
 */
export class SealedNames {
  private readonly bound: Buffer;

  /** @param keys of 32 bytes each, at least one. */
  constructor(
    private readonly keys: readonly Buffer[],
    purpose: string,
  ) {
    requireKeys(keys);
    this.bound = Buffer.from(purpose);
  }

  seal(names: readonly string[]): string {
    return sealText(names.join(separator), this.keys[0] as Buffer, this.bound).toString('base64url');
  }

  /** None for whatever was not sealed here for this purpose, or with a key that is gone. */
  open(token: string): string[] {
    return openText(Buffer.from(token, 'base64url'), this.keys, this.bound)?.split(separator) ?? [];
  }
}
