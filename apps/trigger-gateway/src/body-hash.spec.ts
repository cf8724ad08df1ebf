import { describe, expect, it } from '@jest/globals';
import { bodyHash } from './body-hash.js';

describe('the hash of a body', () => {
  it('does not depend on the order of members', () => {
    expect(bodyHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(bodyHash({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  it('tells other values, and another order of items, apart', () => {
    expect(bodyHash({ a: [1, 2] })).not.toBe(bodyHash({ a: [2, 1] }));
    expect(bodyHash({ a: '1' })).not.toBe(bodyHash({ a: 1 }));
  });
});
