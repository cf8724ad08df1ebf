import { describe, expect, it } from '@jest/globals';
import { chunksOf } from './chunks.js';
import type { Resolved } from './resolve.js';

const kilobyte = 1024;
const common = { deliveryId: 'd', namespace: 'email', userId: 'u', channel: 'email' as const };
const delivery = (ordinal: number, bytes = 300): Resolved => {
  const rest = { address: 'a@x.example', treatment: 'default', locale: 'en', context: {}, profile: {} };
  return { kind: 'delivery', delivery: { ...common, ordinal, ...rest }, bytes };
};
const end = (ordinal: number): Resolved => {
  return { kind: 'end', end: { ...common, ordinal, state: 'excluded', reason: 'NoAddress' }, bytes: 400 };
};
const many = (count: number, make: (ordinal: number) => Resolved) =>
  Array.from({ length: count }, (_, ordinal) => make(ordinal));
const seen = (resolved: Resolved[], sharedBytes = 0) =>
  chunksOf(resolved, sharedBytes).map(({ chunk, deliveries, ends }) => [chunk, deliveries.length, ends.length]);

describe('chunks', () => {
  it('are of at most 500 people each, named after the ordinal of their first', () => {
    expect(seen(many(1_001, delivery))).toEqual([
      [0, 500, 0],
      [500, 500, 0],
      [1_000, 1, 0],
    ]);
  });

  it('have deliveries and ends of the same people', () => {
    expect(seen([end(40), delivery(41), end(42), delivery(43)])).toEqual([[40, 2, 2]]);
  });

  it('have at most 256 KB, with what is said once for all of their deliveries', () => {
    expect(seen(many(4, (ordinal) => delivery(ordinal, 100 * kilobyte)))).toEqual([
      [0, 2, 0],
      [2, 2, 0],
    ]);
    expect(
      seen(
        many(2, (ordinal) => delivery(ordinal, 100 * kilobyte)),
        60 * kilobyte,
      ),
    ).toEqual([
      [0, 1, 0],
      [1, 1, 0],
    ]);
  });

  it('are not made of single deliveries by a large context, and a large delivery goes alone', () => {
    expect(
      seen(
        many(3, (ordinal) => delivery(ordinal, 20 * kilobyte)),
        250 * kilobyte,
      ),
    ).toEqual([[0, 3, 0]]);
    expect(seen([delivery(0), delivery(1, 500 * kilobyte), delivery(2)])).toEqual([
      [0, 1, 0],
      [1, 1, 0],
      [2, 1, 0],
    ]);
  });

  it('are none for nobody', () => {
    expect(seen([])).toEqual([]);
  });
});
