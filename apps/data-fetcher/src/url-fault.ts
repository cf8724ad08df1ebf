import { isIP } from 'node:net';

const defaultPorts: Record<string, string> = { 'https:': '443', 'http:': '80' };

/**
 * Why a data source's URL may not be called, or `undefined` when it may: HTTPS on its own port, to a host that is
 * neither this machine nor an IP address (B-33, B-54), without credentials. A `host:port` that is allowed for
 * development may be any of these, and plain HTTP. The sentence names no part of the URL that could be secret.
 */
export function urlFault(text: string, allowedHosts: ReadonlySet<string>): string | undefined {
  if (!URL.canParse(text)) return 'its URL is none';
  const { protocol, username, password, hostname, port } = new URL(text);
  const defaultPort = defaultPorts[protocol];
  if (!defaultPort) return 'its URL must be https';
  if (username !== '' || password !== '') return 'its URL must not hold credentials';
  if (allowedHosts.has(`${hostname}:${port || defaultPort}`)) return undefined;
  if (protocol !== 'https:') return 'its URL must be https';
  if (/(^|\.)localhost\.?$/.test(hostname)) return 'its URL must not name this machine';
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'its URL must name a host, not an IP address';
  return port === '' ? undefined : 'its URL must be on the port of https, 443';
}
