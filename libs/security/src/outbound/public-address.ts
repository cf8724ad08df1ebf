import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';
import { specialAddresses } from './special-addresses.js';

const blocks = (list: string[]) => list.map((block) => ipaddr.parseCIDR(block));

/** The first that holds an address says what it is. */
const kinds = {
  special: blocks(specialAddresses),
  // Of IPv6 only what is given out (RFC 4291 §2.4). Outside are loopback, link-local, unique-local, site-local,
  // multicast, discard, and what holds an IPv4 address: mapped, compatible, translated, NAT64 (64:ff9b::/96, 64:ff9b:1::/48).
  global: blocks(['0.0.0.0/0', '2000::/3']),
};

/**
 * Whether an IP address is that of a server on the public internet: global unicast, and in none of the special blocks.
 * What is no address, or bears a zone, is not. The library's own list is asked as well: a block is left open only
 * where both have forgotten it.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && ipaddr.subnetMatch(parsed, kinds, 'unknown') === 'global';
}
