import { isIP, isIPv6 } from 'node:net';

/** Where a connection goes. */
export interface Destination {
  protocol: 'https:' | 'http:';
  /** As `URL` spells it, an IPv6 address with or without its brackets. */
  hostname: string;
  port: number;
}

/** Whether the destination is excepted from every rule, by its `host:port`. */
export function isAllowed({ hostname, port }: Destination, allowedHosts: ReadonlySet<string>): boolean {
  return allowedHosts.has(`${isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`);
}

/**
 * Why a destination may not be called, or `undefined` when it may: HTTPS on its own port, to a host that is named, and
 * is not this machine by its name (B-33, B-54).
 */
export function destinationFault(destination: Destination, allowedHosts: ReadonlySet<string>): string | undefined {
  if (isAllowed(destination, allowedHosts)) return undefined;
  const host = destination.hostname.replace(/^\[|\]$|\.+$/g, '');
  if (destination.protocol !== 'https:') return 'its URL must be https';
  if (/(^|\.)localhost$/i.test(host)) return 'its URL must not name this machine';
  if (isIP(host) !== 0) return 'its URL must name a host, not an IP address';
  return destination.port === 443 ? undefined : 'its URL must be on the port of https, 443';
}
