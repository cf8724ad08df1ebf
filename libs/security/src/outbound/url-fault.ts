import { destinationFault } from './destination.js';

/**
 * Why a URL may not be called, or `undefined` when it may: HTTPS on its own port, to a host that is neither this machine
 * nor an IP address (B-33, B-54), without credentials. A `host:port` that is allowed for development may be any of
 * these, and plain HTTP. The sentence names no part of the URL that could be secret. Where the host's name leads to is
 * checked by `outboundAgents`.
 */
export function urlFault(text: string, allowedHosts: ReadonlySet<string>): string | undefined {
  if (!URL.canParse(text)) return 'its URL is none';
  const { protocol, username, password, hostname, port } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'its URL must be https';
  if (username !== '' || password !== '') return 'its URL must not hold credentials';
  const defaultPort = protocol === 'https:' ? 443 : 80;
  return destinationFault({ protocol, hostname, port: port === '' ? defaultPort : Number(port) }, allowedHosts);
}
