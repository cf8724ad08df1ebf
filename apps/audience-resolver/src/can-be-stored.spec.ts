import { describe, expect, it } from '@jest/globals';
import { canBeStored } from './can-be-stored.js';

describe('JSON that can be stored', () => {
  it.each([{ a: ['x', 1, null, { b: 'emoji 😀' }] }, 'written \\u0000', {}])('is %j', (value) => {
    expect(canBeStored(value)).toBe(true);
  });

  it.each([{ a: 'nul \0' }, { 'nul \0': 1 }, { a: [{ b: 'half \ud83d' }] }])('is not %j', (value) => {
    expect(canBeStored(value)).toBe(false);
  });
});
