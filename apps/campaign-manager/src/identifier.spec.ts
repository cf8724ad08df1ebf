import { describe, expect, it } from '@jest/globals';
import { isIdentifier } from './identifier.js';

describe('an identifier', () => {
  it.each(['lineup', '_x', 'A1_b', 'a'.repeat(255)])('may be %s', (name) => {
    expect(isIdentifier(name)).toBe(true);
  });

  it.each(['', '1a', 'a-b', 'a.b', 'größe', 'a\n', '__proto__', 'a'.repeat(256), null])('is not %j', (name) => {
    expect(isIdentifier(name)).toBe(false);
  });
});
