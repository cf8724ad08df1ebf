import { describe, expect, it } from '@jest/globals';
import { jsonBytes } from './json-bytes.js';

describe('the octets of a value as JSON', () => {
  it.each([
    '',
    'plain ASCII, [as] {it} is',
    'quotes " and \\ and \n and \u0001 and \u007f',
    'Zürich 5 € 😀',
    'half \ud83d',
    0,
    -1.5e-7,
    1e21,
    true,
    null,
    [],
    {},
    [[], [{}], [1, 'a', null]],
    { a: undefined, b: 1 },
    { 'naïve "key"': { deep: [{ er: ['x', 1.25, false] }] }, b: '', c: {} },
  ])('are what they are: %j', (value) => {
    expect(jsonBytes(value)).toBe(Buffer.byteLength(JSON.stringify(value)));
  });
});
