import type { DataSourceAuth } from '@clarion/contracts';
import { headerValueFault } from '@clarion/security';
import type { CallFailure } from '../call-failure.js';
import { authFailure } from './auth-failure.js';
import { signature, type Signed } from './signature.js';

/** How who asks is proved by a secret itself. */
export type SecretAuth = Exclude<DataSourceAuth, { kind: 'oauth2' }>;

/** The value of the header that proves who asks, or why there can be none. It shows no secret then. */
export function proofOf(auth: SecretAuth, secret: string, call: Signed, now: Date): { value: string } | CallFailure {
  switch (auth.kind) {
    case 'header':
      return headerValueFault(secret) === undefined
        ? { value: secret }
        : authFailure('its secret cannot stand in a header');
    case 'basic': {
      // RFC 7617 §2.
      const { username } = auth;
      if (/[:\p{Cc}]/u.test(username)) return authFailure('its user name has a colon or a control character');
      if (/\p{Cc}/u.test(secret)) return authFailure('its password has a control character');
      return { value: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}` };
    }
    case 'hmac':
      return { value: signature(call, secret, Math.floor(now.getTime() / 1_000)) };
  }
}
