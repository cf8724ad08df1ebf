import { createHash } from 'node:crypto';

/** What makes a letter itself: read again, it is the same; in a topic that was made anew, it is another. */
export interface LetterIdentity {
  group: string;
  failedAt: Date;
  /** Where it lies in the group's dead letters. */
  place: { partition: number; offset: string };
}

/**
 * The id of a letter, as a UUIDv7: the time it failed, then its offset, then bits from a hash of group and partition.
 * So ids sort as the letters were written, over all groups and services.
 */
export function letterId({ group, failedAt, place }: LetterIdentity): string {
  const time = hex(BigInt(Math.max(0, failedAt.getTime())), 12);
  const offset = hex(BigInt(place.offset), 10);
  const from = createHash('sha256').update(`${group}/${place.partition}`).digest('hex').slice(0, 8);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${offset.slice(0, 3)}`,
    `8${offset.slice(3, 6)}`,
    offset.slice(6) + from,
  ].join('-');
}

function hex(number: bigint, digits: number): string {
  return number.toString(16).padStart(digits, '0').slice(-digits);
}
