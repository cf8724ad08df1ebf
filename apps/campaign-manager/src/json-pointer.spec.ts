import { describe, expect, it } from '@jest/globals';
import { isJsonPointer } from './json-pointer.js';

const bounds = { maxSegments: 10, mayBeEmpty: true };

describe('a JSON pointer', () => {
  it.each(['', '/weather', '/codeData/codes', '/a~1b/~0', '/a b/0', '/1/2/3/4/5/6/7/8/9/10', '/'])(
    'may be %j',
    (pointer) => {
      expect(isJsonPointer(pointer, bounds)).toBe(true);
    },
  );

  it.each(['weather', '/a~2', '/~', '/1/2/3/4/5/6/7/8/9/10/11', '/a\0', `/${'a'.repeat(2_000)}`, null])(
    'is not %j',
    (pointer) => {
      expect(isJsonPointer(pointer, bounds)).toBe(false);
    },
  );

  it('is not that of the whole where it must lead somewhere', () => {
    expect(isJsonPointer('', { ...bounds, mayBeEmpty: false })).toBe(false);
    expect(isJsonPointer('/', { ...bounds, mayBeEmpty: false })).toBe(true);
  });
});
