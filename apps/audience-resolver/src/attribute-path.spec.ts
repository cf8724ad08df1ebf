import { describe, expect, it } from '@jest/globals';
import { isAttributePath, valueAt } from './attribute-path.js';

describe('the path of an attribute', () => {
  it.each(['city', 'homeAddress.city', 'tags.0', 'größe'])('may be %p', (path) => {
    expect(isAttributePath(path)).toBe(true);
  });

  it.each(['', '.', 'a..b', 'a.', 'nul \0', 'half \ud83d', 5, null, ['a']])('may not be %p', (path) => {
    expect(isAttributePath(path)).toBe(false);
  });

  it.each([
    ['home.city', 'Oslo'],
    ['home', { city: 'Oslo' }],
    ['tags.1', 'b'],
    ['tags.length', undefined],
    ['home.city.length', undefined],
    ['home.constructor', undefined],
    ['nobody.home', undefined],
    ['gone', null],
    ['gone.far', undefined],
  ])('%s leads to %j', (path, value) => {
    expect(valueAt({ home: { city: 'Oslo' }, tags: ['a', 'b'], gone: null }, path)).toEqual(value);
  });
});
