import ipaddr from 'ipaddr.js';

/**
 * What stands for a client where those of an address are counted: an IPv4 address itself, and of IPv6 the /64, of which one
 * client has all addresses. A text that is no address stands for itself.
 */
export function clientNetworkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return parsed
    .toByteArray()
    .slice(0, 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
