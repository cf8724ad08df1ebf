import type { NamedTemplate } from '@clarion/contracts';
import type { CurlWarning } from './parsed-curl.answer.js';

/** A URL in its parts. */
export interface CurlUrl {
  /** Without its query and its credentials. */
  url: string;
  query: NamedTemplate[];
  credentials?: { username: string; password: string };
  warnings: CurlWarning[];
}

/** Takes a URL of a command line apart; its templates stay as they are. */
export function curlUrl(text: string): CurlUrl {
  const warnings: CurlWarning[] = [];
  let url = text.split('#')[0] ?? '';
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) {
    url = `https://${url}`;
    warnings.push({ code: 'UrlChanged', detail: 'It had no scheme: https is taken.' });
  }
  if (/^http:/i.test(url))
    warnings.push({ code: 'PlainHttp', detail: 'It is plain HTTP, which is called on development hosts only.' });
  const [, scheme = '', userInfo, rest = ''] = /^([^/]+\/\/)(?:([^/?#]*)@)?(.*)$/s.exec(url) ?? [];
  const at = rest.indexOf('?');
  const search = at === -1 ? '' : rest.slice(at + 1);
  const query = queryOf(search);
  const credentials = userInfo === undefined ? undefined : credentialsOf(userInfo);
  return {
    url: `${scheme}${query && at !== -1 ? rest.slice(0, at) : rest}`,
    query: query ?? [],
    ...(credentials && { credentials }),
    warnings,
  };
}

/** The pairs of a query string; `undefined` where they are not percent-encoded as they should be. */
export function queryOf(search: string): NamedTemplate[] | undefined {
  const pairs = search.split('&').filter((pair) => pair !== '');
  try {
    return pairs.map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return { name: decoded(name), value: decoded(value) };
    });
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** `name:password`, as `-u` has them; the password is empty where there is none. */
export function userOf(text: string): { username: string; password: string } {
  const at = text.indexOf(':');
  return at === -1 ? { username: text, password: '' } : { username: text.slice(0, at), password: text.slice(at + 1) };
}

function credentialsOf(userInfo: string): { username: string; password: string } {
  const { username, password } = userOf(userInfo);
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch (error) {
    if (error instanceof URIError) return { username, password };
    throw error;
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
