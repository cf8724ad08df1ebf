import { describe, expect, it } from '@jest/globals';
import { canBeStored } from './can-be-stored.js';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

describe('JSON that can be stored', () => {
  it.each([{ a: ['x', 1, null, true, { b: 'emoji 😀' }] }, 'written \\u0000', {}, nested(100)])('is %j', (value) => {
    expect(canBeStored(value)).toBe(true);
  });

  it.each([{ a: 'nul \0' }, { 'nul \0': 1 }, { a: [{ b: 'half \ud83d' }] }, { a: Infinity }, nested(101)])(
    'is not %j',
    (value) => {
      expect(canBeStored(value)).toBe(false);
    },
  );
});
