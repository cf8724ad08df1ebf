import { describe, expect, it } from '@jest/globals';
import { isArrayPath } from './json-pointer.js';

describe('the path of an array', () => {
  it.each(['', '/weather', '/codeData/codes', '/a~1b/~0', '/a b/0', '/1/2/3/4/5/6/7/8/9/10', '/'])(
    'may be %j',
    (path) => {
      expect(isArrayPath(path)).toBe(true);
    },
  );

  it.each(['weather', '/a~2', '/~', '/1/2/3/4/5/6/7/8/9/10/11', '/a\0', `/${'a'.repeat(2_000)}`, null])(
    'is not %j',
    (path) => {
      expect(isArrayPath(path)).toBe(false);
    },
  );
});
