import type { SealedSecret } from '@clarion/contracts';
import type { SecretOpener } from './secret-opener.js';

/** A secret that `plainly` opens in the sandbox `dev`; it stands in reverse, so that it is told from what is in clear. */
export function sealed(secret: string, host: string, sandbox = 'dev'): SealedSecret {
  return { sealed: `${sandbox}:${reversed(secret)}`, host };
}

/** Opens what `sealed` has closed. */
export const plainly: SecretOpener = {
  open: (secret, sandbox) => {
    if (!secret.sealed.startsWith(`${sandbox}:`)) throw new Error('It was sealed for another sandbox');
    return reversed(secret.sealed.slice(sandbox.length + 1));
  },
};

function reversed(text: string): string {
  return text.split('').toReversed().join('');
}
