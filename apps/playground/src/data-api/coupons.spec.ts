import { describe, expect, it } from '@jest/globals';
import { InvalidRequest } from '../invalid-request.js';
import { countOf, Coupons, keptKeys } from './coupons.js';

describe('countOf', () => {
  it('takes whole numbers from none to a million', () => {
    expect([0, 1, 1_000_000].map((count) => countOf({ count }))).toEqual([0, 1, 1_000_000]);
  });

  it.each([undefined, null, -1, 1.5, 1_000_001, '3', Number.NaN, [], true])('refuses %p', (count) => {
    expect(() => countOf({ count })).toThrow(InvalidRequest);
  });
});

describe('Coupons', () => {
  it('numbers the rows from 1 and gives each code once', () => {
    const coupons = new Coupons();

    const given = [...coupons.give(1_500), ...coupons.give(1_500)];

    expect(given.map(({ row }) => row)).toEqual([...Array(1_500).keys(), ...Array(1_500).keys()].map((n) => n + 1));
    expect(new Set(given.map(({ code }) => code)).size).toBe(3_000);
  });

  it('gives the same again for the same key, and other codes for another key or none', () => {
    const coupons = new Coupons();
    const first = [...coupons.give(3, 'a')];

    expect([...coupons.give(3, 'b')]).not.toEqual(first);
    expect([...coupons.give(3)]).not.toEqual([...coupons.give(3)]);
    expect([...coupons.give(3, 'a')]).toEqual(first);
    expect([...coupons.give(7, 'a')]).toEqual(first);
  });

  it('remembers the last 10,000 keys; a forgotten one gets codes that nobody had', () => {
    const coupons = new Coupons();
    const [forgotten] = coupons.give(1, 'key-0');
    const [kept] = coupons.give(1, 'key-1');
    for (let n = 2; n <= keptKeys; n++) coupons.give(1, `key-${n}`);

    expect([...coupons.give(1, 'key-1')]).toEqual([kept]);
    expect([...coupons.give(1, 'key-0')]).not.toEqual([forgotten]);
  });
});
