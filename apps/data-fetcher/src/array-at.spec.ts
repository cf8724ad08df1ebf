import { describe, expect, it } from '@jest/globals';
import { arrayAt } from './array-at.js';

const rows = [{ a: 1 }];
const nested = (depth: number): unknown => (depth === 0 ? rows : { a: nested(depth - 1) });
const pointer = (depth: number) => '/a'.repeat(depth);

describe('the array of an answer (B-43)', () => {
  it.each([
    ['', rows],
    ['/weather', { weather: rows, at: 'now' }],
    ['/codeData/codes', { codeData: { codes: rows } }],
    ['/results/1/rows', { results: [{}, { rows }] }],
    ['/a~1b/m~0n', { 'a/b': { 'm~n': rows } }],
    ['/', { '': rows }],
    [pointer(10), nested(10)],
  ])('is found at %j', (path, answer) => {
    expect(arrayAt(answer, path)).toBe(rows);
  });

  it.each([
    ['/weather', {}, 'the answer has no /weather'],
    ['/a/b', { a: null }, 'the answer has no /a/b'],
    ['/a/b', { a: 'text' }, 'the answer has no /a/b'],
    ['/constructor', {}, 'the answer has no /constructor'],
    ['/__proto__', {}, 'the answer has no /__proto__'],
    ['/a', { a: { b: [] } }, '/a must be an array, but is an object'],
    ['/a', { a: null }, '/a must be an array, but is null'],
    ['', {}, 'the answer must be an array, but is an object'],
    ['', 'garbage', 'the answer must be an array, but is "garbage"'],
    ['weather', { weather: rows }, 'weather is not a JSON pointer'],
    [pointer(11), nested(11), `${pointer(11)} is more than 10 deep`],
  ])('is not there at %j of %j', (path, answer, fault) => {
    expect(arrayAt(answer, path)).toBe(fault);
  });
});
