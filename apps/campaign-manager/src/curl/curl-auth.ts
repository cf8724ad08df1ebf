import type { NamedTemplate } from '@clarion/contracts';
import type { CurlOption } from './curl-options.js';
import { userOf } from './curl-url.js';
import type { CurlWarning } from './parsed-curl.answer.js';

/** How the caller proves who it is, with the secret in clear: who has pasted it gets it back, once. */
export type CurlAuth =
  { kind: 'header'; name: string; value: string } | { kind: 'basic'; username: string; password: string };

/** What proves who asks, and the headers that do not. */
export interface FoundAuth {
  auth?: CurlAuth;
  headers: NamedTemplate[];
  warnings: CurlWarning[];
}

/** Names that say that their value is a secret. */
const secretName =
  /^authorization$|(^|[-_])(api|access|auth|subscription|client|secret)[-_]?(key|token|secret)$|(^|[-_])(apikey|token|secret)$/i;

/**
 * Finds what proves who asks: `-u`, the URL's credentials, `--oauth2-bearer`, or a header whose name says so. There can be
 * one; other headers of that kind stay among the headers, where everyone can read them.
 */
export function curlAuth(
  options: readonly CurlOption[],
  headers: readonly NamedTemplate[],
  inUrl: { username: string; password: string } | undefined,
): FoundAuth {
  const user = options.findLast(({ name }) => name === 'user')?.value;
  const bearer = options.findLast(({ name }) => name === 'oauth2-bearer')?.value;
  const secretHeaders = headers.filter(({ name }) => secretName.test(name));
  const authorization = secretHeaders.find(({ name }) => name.toLowerCase() === 'authorization');
  const byOption = user !== undefined ? userOf(user) : inUrl;
  const byHeader = authorization ?? secretHeaders[0];
  if (byOption)
    return withRest(basicAuth(byOption), without(headers, authorization), without(secretHeaders, authorization));
  if (bearer !== undefined) {
    const auth: CurlAuth = { kind: 'header', name: 'authorization', value: `Bearer ${bearer}` };
    return withRest(auth, without(headers, authorization), without(secretHeaders, authorization));
  }
  if (!byHeader) return { headers: [...headers], warnings: [] };
  return withRest(headerAuth(byHeader), without(headers, byHeader), without(secretHeaders, byHeader));
}

function withRest(auth: CurlAuth, headers: NamedTemplate[], readable: readonly NamedTemplate[]): FoundAuth {
  const warnings = readable.map(({ name }): CurlWarning => ({
    code: 'ReadableSecret',
    detail: `The header ${name} seems to be a secret, but there can be one only: everyone can read it here.`,
  }));
  if (auth.kind === 'basic' && auth.password === '') {
    const detail = 'There is a user name, but no password: give it as auth.';
    return { headers, warnings: [...warnings, { code: 'AuthNotTaken', detail }] };
  }
  return { auth, headers, warnings };
}

function basicAuth({ username, password }: { username: string; password: string }): CurlAuth {
  return { kind: 'basic', username, password };
}

function headerAuth({ name, value }: NamedTemplate): CurlAuth {
  const encoded = name.toLowerCase() === 'authorization' ? /^Basic ([\w+/=-]+)$/i.exec(value)?.[1] : undefined;
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  return text.includes(':') ? basicAuth(userOf(text)) : { kind: 'header', name, value };
}

function without(headers: readonly NamedTemplate[], one: NamedTemplate | undefined): NamedTemplate[] {
  return headers.filter((header) => header !== one);
}
