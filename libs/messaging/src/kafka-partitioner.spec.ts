import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { murmur2, partitionByKey } from './kafka-partitioner.js';

const partitions = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));

describe('the partition of a key', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('comes of the hash that Kafka has of %p', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('is that which kafkajs chooses, for any key', () => {
    const theirs = kafkajs.Partitioners.DefaultPartitioner();
    const ours = partitionByKey();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (key, count) => {
        const args = { topic: 'any', partitionMetadata: partitions(count), message: { key, value: null } };
        expect(ours(args)).toBe(theirs(args));
      }),
      { numRuns: 1_000 },
    );
  });
});
