import type { DataSourceAuth, SealedSecret } from '@clarion/contracts';
import { hostPortOf } from '@clarion/security';
import type { Fault } from '../fault.js';
import type { GivenAuth } from './auth.body.js';
import type { GivenSecret } from './given-secret.js';
import type { ShownAuth } from './request.answer.js';

/** Seals a secret for one host, in the sandbox of the data source. */
export type Seal = (secret: string, host: string) => string;

/** Where secrets go, and what was kept before. */
export interface Sealing {
  /** The URL of the request. */
  url: string;
  seal: Seal;
  /** The one that this one replaces. */
  kept: DataSourceAuth | undefined;
}

/**
 * What proves who asks, as it is kept: its secret sealed for the host that it is sent to. Where the secret is not given but
 * read (`{"isSet": true}`), the one that is kept stays, as long as it goes to the same host; else it is a fault.
 */
export function sealedAuth(auth: GivenAuth, { url, seal, kept }: Sealing): DataSourceAuth | Fault {
  const host = hostPortOf(auth.kind === 'oauth2' ? auth.tokenUrl : url);
  const secret = sealedSecret(secretOf(auth), kept?.kind === auth.kind ? secretOf(kept) : undefined, host, seal);
  if (typeof secret === 'string') return { pointer: `/${secretMember[auth.kind]}`, detail: secret };
  return withSecret(auth, secret);
}

/** As the API shows it: of its secret no more than that there is one, and for which host. */
export function shownAuth(auth: DataSourceAuth): ShownAuth {
  return withSecret(auth, { isSet: true, host: secretOf(auth).host });
}

/** The member of each kind that is secret. */
const secretMember = { header: 'value', basic: 'password', oauth2: 'clientSecret', hmac: 'secret' } as const;

function withSecret<Secret>(auth: GivenAuth | DataSourceAuth, secret: Secret) {
  switch (auth.kind) {
    case 'header':
      return { ...auth, value: secret };
    case 'basic':
      return { ...auth, password: secret };
    case 'oauth2':
      return { ...auth, credentialsIn: auth.credentialsIn ?? 'header', clientSecret: secret };
    case 'hmac':
      return { ...auth, secret };
  }
}

/** The one member that is secret. */
export function secretOf(auth: DataSourceAuth): SealedSecret;
export function secretOf(auth: GivenAuth): GivenSecret;
export function secretOf(auth: DataSourceAuth | GivenAuth): SealedSecret | GivenSecret {
  switch (auth.kind) {
    case 'header':
      return auth.value;
    case 'basic':
      return auth.password;
    case 'oauth2':
      return auth.clientSecret;
    case 'hmac':
      return auth.secret;
  }
}

/** A secret as it is kept: the one that is given, or the kept one at the same host. The text says why there is none. */
export function sealedSecret(
  given: GivenSecret,
  kept: SealedSecret | undefined,
  host: string,
  seal: Seal,
): SealedSecret | string {
  if (typeof given === 'string') return { sealed: seal(given, host), host };
  if (!kept) return 'There is no such secret yet: give it.';
  return kept.host === host ? kept : 'The secret was given for another host: give it again.';
}
