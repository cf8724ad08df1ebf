import { describe, expect, it } from '@jest/globals';
import { limitsOf } from './limits-of.js';

describe('the limits of an answer', () => {
  it("are Adobe's where the mapping says nothing (B-50, B-53)", () => {
    expect(limitsOf({ arrayPath: '', columns: [] })).toEqual({
      maxBytes: 5_242_880,
      maxDepth: 10,
      maxKeyLength: 255,
      maxRows: 100_000,
    });
  });

  it('are those of the mapping, but never more than can be borne', () => {
    const limits = { maxBytes: 1e12, maxDepth: 20, maxKeyLength: 1e6, maxRows: 5 };
    expect(limitsOf({ arrayPath: '', columns: [], limits })).toEqual({
      maxBytes: 52_428_800,
      maxDepth: 20,
      maxKeyLength: 1_000,
      maxRows: 5,
    });
  });
});
