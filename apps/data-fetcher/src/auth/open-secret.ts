import type { SealedSecret } from '@clarion/contracts';
import { hostPortOf } from '@clarion/security';
import type { CallFailure } from '../call-failure.js';
import { authFailure } from './auth-failure.js';
import type { SecretOpener } from './secret-opener.js';

/** Where a secret is about to be used. */
export interface SecretUse {
  sandbox: string;
  /** The URL that it is about to be sent to, or that what is made of it is. */
  url: string;
}

/** The secret, in clear, for the host that it was given for only; or why it may not be used. */
export function openSecret(
  secret: SealedSecret,
  { sandbox, url }: SecretUse,
  opener: SecretOpener,
): { secret: string } | CallFailure {
  if (secret.host.toLowerCase() !== hostPortOf(url)) {
    return { reason: 'DataSourceNotAllowed', detail: 'its secret was given for another host', isRetryable: false };
  }
  try {
    return { secret: opener.open(secret, sandbox) };
  } catch {
    // What cryptography says of it helps nobody.
    return authFailure('its secret cannot be opened');
  }
}
