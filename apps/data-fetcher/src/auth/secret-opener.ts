import type { SealedSecret } from '@clarion/contracts';

/** Opens secrets that were sealed for a sandbox. */
export interface SecretOpener {
  /** @throws when it was sealed with another key, for another sandbox or for another host */
  open(secret: SealedSecret, sandbox: string): string;
}
