import { describe, expect, it } from '@jest/globals';
import { firstBytes, jsonOfBytes, jsonOfRows } from './json-pieces.js';

describe('jsonOfRows', () => {
  it.each([0, 1, 499, 500, 501, 1_000])('is one document of %i rows', (count) => {
    const rows = Array.from({ length: count }, (_, n) => ({ n }));

    expect(JSON.parse([...jsonOfRows('rows', rows)].join(''))).toEqual({ rows });
  });
});

describe('jsonOfBytes', () => {
  it.each([22, 23, 999, 1_000, 2_000, 2_010, 2_011, 2_012, 3_011, 5_242_880])('is a document of %i bytes', (bytes) => {
    const text = [...jsonOfBytes(bytes)].join('');

    expect(Buffer.byteLength(text)).toBe(bytes);
    expect(JSON.parse(text)).toHaveProperty('rows.0.text');
  });

  it('is as small as can be when less is asked for', () => {
    expect([...jsonOfBytes(0)].join('')).toBe('{"rows":[{"text":""}]}');
  });
});

describe('firstBytes', () => {
  it('cuts where it is told, even within a character', () => {
    expect(Buffer.concat([...firstBytes(['ab', 'cö', 'd'], 4)])).toEqual(Buffer.from('abcö').subarray(0, 4));
  });

  it('is all of a shorter text', () => {
    expect(Buffer.concat([...firstBytes(['ab', 'c'], 10)]).toString()).toBe('abc');
  });
});
