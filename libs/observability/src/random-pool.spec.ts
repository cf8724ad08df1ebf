import { describe, expect, it } from '@jest/globals';
import { randomHex } from './random-pool.js';

describe('random bytes in hex', () => {
  it('are as many as are asked for, and never the same, for longer than they are asked for at once', () => {
    const given = new Set(Array.from({ length: 3_000 }, () => randomHex(8)));
    expect(given.size).toBe(3_000);
    for (const one of given) expect(one).toMatch(/^[0-9a-f]{16}$/);
  });
});
