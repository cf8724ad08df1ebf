import { describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes-of.js';

describe('about how much memory a value takes', () => {
  it.each([
    ['a longer text', 'xx', 'x'],
    ['an object', {}, 1],
    ['an object with more members', { a: 1, b: 2 }, { a: 1 }],
    ['a list with more elements', [1, 2, 3], [1, 2]],
    ['what is further in', { a: { b: [['x'.repeat(100)]] } }, { a: { b: [['x']] } }],
  ])('is more for %s', (_, more, less) => {
    expect(bytesOf(more)).toBeGreaterThan(bytesOf(less));
  });

  it('is something also for nothing', () => {
    for (const value of [null, undefined, false, 0, '']) expect(bytesOf(value)).toBeGreaterThan(0);
  });
});
