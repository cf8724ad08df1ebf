import { describe, expect, it } from '@jest/globals';
import { unkeepableTextOf } from './unkeepable-text.js';

describe('a body', () => {
  it('can be kept with any text that is well-formed', () => {
    expect(unkeepableTextOf({ a: ['🙂\n', { b: null, c: 1, d: true }], '': '' })).toBeUndefined();
  });

  it.each([
    [{ fine: 'x', context: { offers: ['x', 'y\0'] } }, '/context/offers/1'],
    [{ 'a/b': { '~': 'half \ud83d' } }, '/a~1b/~0'],
    [{ context: { 'name\0': 1 } }, '/context'],
    [{ '\udc00': 1 }, ''],
  ])('cannot be kept with NUL or half a character: %j, and says where', (body, pointer) => {
    expect(unkeepableTextOf(body)).toBe(pointer);
  });
});
