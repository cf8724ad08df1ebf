import type { PresentedKey } from '@clarion/service';
import { OAuthFault } from './oauth-fault.js';

/** Two ways to say who asks: in the body, or by HTTP Basic (RFC 6749 §2.3.1). */
const basic = /^Basic +([A-Za-z0-9+/=]+)$/i;

/**
 * The key that a request for a token shows (RFC 6749 §4.4.2). Which `scope` it asks for is not looked at: a token may do what
 * its key may.
 * @param body a form, as it came
 * @throws OAuthFault
 */
export function tokenRequestOf(body: string, authorization: string | undefined): PresentedKey {
  const form = new URLSearchParams(body);
  const grantType = parameterOf(form, 'grant_type');
  if (grantType === undefined) throw new OAuthFault('invalid_request', 'grant_type is missing.');
  if (grantType !== 'client_credentials') {
    throw new OAuthFault('unsupported_grant_type', 'grant_type must be client_credentials.');
  }
  const [keyId, secret] = [parameterOf(form, 'client_id'), parameterOf(form, 'client_secret')];
  if (authorization !== undefined) {
    if (secret !== undefined) throw new OAuthFault('invalid_request', 'Show the key in one way only.');
    return basicKeyOf(authorization, keyId);
  }
  if (keyId === undefined) throw new OAuthFault('invalid_request', 'client_id is missing.');
  if (secret === undefined) throw new OAuthFault('invalid_client', 'client_secret is missing.');
  return { keyId, secret };
}

/** Parameters that are empty count as absent, and none may come twice (RFC 6749 §3.2). */
function parameterOf(form: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = form.getAll(name);
  if (more.length > 0) throw new OAuthFault('invalid_request', `${name} comes more than once.`);
  return value === '' ? undefined : value;
}

function basicKeyOf(authorization: string, named: string | undefined): PresentedKey {
  const decoded = Buffer.from(basic.exec(authorization)?.[1] ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const [keyId, secret] = [decoded.slice(0, Math.max(colon, 0)), decoded.slice(colon + 1)].map(formDecoded);
  if (!keyId || !secret) {
    throw new OAuthFault('invalid_client', 'Authorization must be Basic, with the key’s id and its secret.');
  }
  if (named !== undefined && named !== keyId) {
    throw new OAuthFault('invalid_request', 'client_id is another than in Authorization.');
  }
  return { keyId, secret };
}

/** Within Basic both are form-encoded; `undefined` where they are not. */
function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
