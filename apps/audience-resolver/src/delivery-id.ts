import { hash } from 'node:crypto';

/** The UUIDv5 namespace of delivery ids, made once for Clarion. */
const deliveries = Buffer.from('6f1d3c1e6a524c439e0b0f6a8c9d7b21', 'hex');

/** The id of a delivery: the same for the same execution, person, channel and address, so that a repeat is the same. */
export function deliveryIdOf(
  executionId: string,
  { namespace, userId }: { namespace: string; userId: string },
  channel: string,
  address: string,
): string {
  return uuidOf(JSON.stringify([executionId, namespace.toLowerCase(), userId, channel, address]));
}

/** UUIDv5 (RFC 9562): made here because it is made for every member of a run, and this takes a tenth of the time. */
function uuidOf(name: string): string {
  const hex = hash('sha1', Buffer.concat([deliveries, Buffer.from(name)]));
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
