import { describe, expect, it } from '@jest/globals';
import { letterId, type LetterIdentity } from './letter-id.js';

const letter: LetterIdentity = {
  group: 'g',
  failedAt: new Date(1_750_000_000_000),
  place: { partition: 0, offset: '41' },
};

describe('the id of a dead letter', () => {
  it('is a UUIDv7 with the time at which it failed', () => {
    const id = letterId(letter);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(1_750_000_000_000);
  });

  it('is the same when it is read again, and another for another group, place or time', () => {
    const others = [
      { ...letter, group: 'other' },
      { ...letter, failedAt: new Date(1_750_000_000_001) },
      { ...letter, place: { partition: 1, offset: '41' } },
      { ...letter, place: { partition: 0, offset: '42' } },
    ];
    expect(letterId({ ...letter })).toBe(letterId(letter));
    expect(new Set([letter, ...others].map(letterId)).size).toBe(5);
  });

  it('sorts as the letters were written, also within a millisecond', () => {
    const ids = ['9', '10', '4095', '4096', '16777216'].map((offset) =>
      letterId({ ...letter, place: { partition: 0, offset } }),
    );
    expect([...ids].sort()).toEqual(ids);
  });
});
